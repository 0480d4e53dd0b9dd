# Draws what ScalingByPromiseTest saw: gnuplot -e "series='FILE.tsv'; picture='FILE.svg'; begins='SECOND ...'; letters='a ...'" scaling.gnuplot
set terminal svg size 900,620 dynamic font "sans-serif,12" background "white"
set output picture
set datafile separator "\t"
set multiplot layout 3,1 margins 0.08,0.98,0.08,0.93 spacing 0.05
set grid ytics lc rgb "#dddddd"
set xrange [0:*]
set key bottom center
do for [i=1:words(begins)] { set arrow i from first word(begins,i),graph 0 to first word(begins,i),graph 1 nohead lc rgb "#999999" dt 3 }
do for [i=1:words(begins)] { set label i word(letters,i) at first word(begins,i),graph 1.08 center }
set format x ""
set yrange [0:*]
plot series using 1:2 with lines lw 2 lc rgb "#0b6e8f" title "messages per second"
do for [i=1:words(begins)] { unset label i }
set yrange [0:7]
plot series using 1:3 with steps lw 2 lc rgb "#b5541c" title "replicas asked for", \
     series using 1:4 with steps lw 2 lc rgb "#2e7d32" title "replicas ready"
set format x "%g"
set xlabel "seconds"
set yrange [0:105]
set key bottom right
plot series using 1:5 with lines lw 2 lc rgb "#4a3a8c" title "answered within 3 s, % of the last minute", \
     95 with lines lw 1 lc rgb "#c62828" dt 2 title "objective"
