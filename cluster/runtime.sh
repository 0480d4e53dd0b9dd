# shellcheck shell=bash
# What operator and connector run on: a Java runtime without its tools, the C library it needs, and nothing
# else. No shell, no package manager: nothing in the image that could be misused or go out of date.

# All of Java SE, so that no library finds a standard module missing, and what ours and they use beyond it.
JAVA_MODULES=java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
JAVA_FLAGS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError "$KNOWN_UNSAFE")
# Half of the container's memory for the heap (Min holds in small containers, Max in large ones), so that the limit alone
# decides how many Channels fit. What the operator does is small: the optimising compiler would cost more memory than its
# heap.
OPERATOR_FLAGS=(-XX:MinRAMPercentage=50 -XX:MaxRAMPercentage=50 -XX:TieredStopAtLevel=1)
# A third of the container's memory for the heap (Min holds in small containers, Max in large ones), and a bound for
# network buffers; classes, code and threads need the rest. With half of it for the heap a connector at full speed grew
# to 259 MiB, over its limit of 256.
CONNECTOR_FLAGS=(-XX:MinRAMPercentage=33 -XX:MaxRAMPercentage=33 -XX:MaxDirectMemorySize=48m)

runtime() {
  local hash
  hash=$(cat "$JDK/release" "$ROOT/cluster/runtime.sh" | sha256sum)
  echo "$CACHE/runtime/${hash:0:12}"
}

# Leaves a root directory and the layer made of it.
make_runtime() {
  local root
  root=$(runtime)
  [[ ! -f $root.tar ]] || return 0
  rm -rf "$CACHE/runtime"
  mkdir -p "$root/opt" "$root/etc" "$root/tmp"
  "$JDK/bin/jlink" --add-modules "$JAVA_MODULES" --strip-debug --no-header-files --no-man-pages --compress zip-0 \
    --output "$root/opt/java"
  copy_libraries "$root"
  printf 'root:x:0:0:root:/:/sbin/nologin\ntouchpoint:x:65532:65532:touchpoint:/tmp:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\ntouchpoint:x:65532:\n' >"$root/etc/group"
  printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
  chmod -R u=rwX,go=rX "$root"
  chmod 1777 "$root/tmp"
  layer "$root.tar.part" "$root"
  mv "$root.tar.part" "$root.tar"
}

# The dynamic linker and every library that the runtime's own programs and libraries name.
copy_libraries() {
  local library
  while read -r library; do
    mkdir -p "$1${library%/*}"
    cp --dereference "$library" "$1$library"
  done < <({ find "$1/opt/java" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + | libraries | grep -v "^$1"
    name_service_libraries; } | sort -u)
}

# Of what ldd says, the files; of a static program there are none.
libraries() { sed -n 's/^[[:space:]]*\([^ ]* => \)\?\(\/[^ ]*\) (0x.*/\2/p'; }

# Before glibc 2.34 name lookups are loaded at run time, so no program names them.
name_service_libraries() {
  local directory
  directory=$(ldd "$JDK/bin/java" | sed -n 's/.* => \(\/.*\)\/libc\.so\.6 .*/\1/p')
  find "$directory" -maxdepth 1 \( -name 'libnss_dns.so.2' -o -name 'libnss_files.so.2' -o -name 'libresolv.so.2' \)
}

# java_archive IMAGE: the runtime, the module's jars, and the bill of materials and licences of those.
java_archive() {
  local image=$1 work flags=("${JAVA_FLAGS[@]}") config app
  work=$(mktemp -d "$CACHE/images/$image.XXXXXX")
  app=$work/root/app
  mkdir -p "$app"
  cp "$ROOT/$image/target/touchpoint-$image.jar" "$app/"
  cp -r "$ROOT/$image/target/lib" "$ROOT/$image/target/notices" "$ROOT/LICENSE" "$app/"
  case $image in
    operator) flags+=("${OPERATOR_FLAGS[@]}") ;;
    connector) flags+=("${CONNECTOR_FLAGS[@]}") ;;
  esac
  if train "$image" "$app" "${flags[@]}"; then
    # On another kind of processor the cache holds in part; that is nothing to write to the pod's log about.
    flags+=(-XX:AOTCache=/app/start.aot '-Xlog:aot*=error')
  else
    echo "no ahead-of-time cache for the $image: its trial run failed"
  fi
  chmod -R u=rwX,go=rX "$work/root"
  layer "$work/app.tar" "$work/root"
  config='{"User":"65532:65532","WorkingDir":"/tmp","Env":["PATH=/opt/java/bin","JAVA_HOME=/opt/java","LANG=C.UTF-8"]'
  config+=',"Entrypoint":'$(json_strings /opt/java/bin/java "${flags[@]}" -jar "/app/touchpoint-$image.jar")'}'
  write_archive "$(image_archive "$image")" "docker.io/touchpoint/$image:$(image_tag "$image")" "$config" "$(runtime).tar" "$work/app.tar"
  rm -rf "$work"
}
