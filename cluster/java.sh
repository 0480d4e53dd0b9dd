# shellcheck shell=bash
# JDK 25 and Maven: found, or the way to get them. And the commands that Java answers.

JDK=
# To try a change out, neither its tests nor its formatting have to be right yet; `test` sees to both.
QUICK_BUILD=(-Dmaven.test.skip=true -Dspotless.check.skip=true)

# Netty, Protobuf and Maven use sun.misc.Unsafe; Java's warning about it would stand between our lines.
KNOWN_UNSAFE=--sun-misc-unsafe-memory-access=allow

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "$(java_on_path)" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* /opt/*jdk* /opt/java/* /usr/local/*jdk*; do
    if [[ -x $home/bin/javac ]] && grep -qs "^JAVA_VERSION=\"${JAVA_NEEDED}[.\"]" "$home/release"; then
      JDK=$home
      return 0
    fi
  done
  return 1
}

java_on_path() {
  local java
  java=$(command -v javac) || return 0
  java=$(readlink -f "$java")
  echo "${java%/bin/javac}"
}

need_jdk() {
  find_jdk || user_error "JDK $JAVA_NEEDED is needed and was not found (JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman and others were looked at)." \
    "Get one, for example:" \
    "  sdk install java $JAVA_NEEDED-tem               with https://sdkman.io" \
    "  apt-get install openjdk-$JAVA_NEEDED-jdk-headless   on Debian 13 (backports) or Ubuntu 25.10 and newer" \
    "  https://adoptium.net/temurin/releases/?version=$JAVA_NEEDED  packages and archives" \
    "It may lie beside another Java; set JAVA_HOME if it is in an unusual place."
}

need_maven() {
  if has mvn && at_least "$MAVEN_NEEDED" "$(maven_version)"; then return 0; fi
  if has mvn; then
    user_error "Maven $MAVEN_NEEDED or newer is needed; $(command -v mvn) is $(maven_version)." "Get one from https://maven.apache.org/download.cgi"
  fi
  want maven "builds operator and connector" has mvn
  install_wanted
}

maven_version() { mvn --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p'; }

MAVEN_COLOR=never
if [[ -t 1 ]]; then MAVEN_COLOR=always; fi

# Runs Maven in the checkout with JDK 25, so that the formatter can read the sources too. The umask gets into the jars.
maven() {
  local options="${MAVEN_OPTS:-} $KNOWN_UNSAFE --enable-native-access=ALL-UNNAMED"
  (cd "$ROOT" && umask 022 && JAVA_HOME=$JDK MAVEN_OPTS=$options exec mvn --batch-mode --no-transfer-progress -Dstyle.color="$MAVEN_COLOR" "$@")
}

# sources MODULE...: every file the modules are built from.
sources() {
  local module paths=("$ROOT/pom.xml")
  for module in "$@"; do paths+=("$ROOT/$module/pom.xml" "$ROOT/$module/src/main"); done
  find "${paths[@]}" -type f
}

# Hands a command to the Java program, which is built first when it is missing or older than its sources.
java_command() {
  local jar=$ROOT/operator/target/touchpoint-operator.jar
  need_jdk
  if [[ ! -f $jar || ! -d $ROOT/operator/target/lib || -n $(sources crds operator | newer_than "$jar") ]]; then
    need_maven
    step build-command 40 "building the touchpoint command" maven "${QUICK_BUILD[@]}" -pl operator -am package
    touch "$jar" # Maven leaves an unchanged jar alone, and then it would look old for ever
  fi
  exec "$JDK/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$KNOWN_UNSAFE" -jar "$jar" "$@"
}

newer_than() {
  local file
  while read -r file; do
    if [[ $file -nt $1 ]]; then echo "$file"; fi
  done
}
