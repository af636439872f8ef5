#!/bin/sh
# Set up this folder: .venv with the pinned packages of requirements.lock and Briefwright itself, editable.
# Quick where nothing changed. `sh scripts/setup.sh --fresh` throws .venv away first.
# Ends with 0 when all is ready, 2 when the system lacks something that only you can install, 1 on any other failure.
set -eu

cd "$(dirname "$0")/.."
here=$(pwd -P)
stamp=.venv/briefwright-setup   # written last: the folder it was made in, and a checksum of what it was made from
unfinished=.venv/unfinished     # there while pip is at work: a killed set-up is never taken for a whole one
libraries="libpango-1.0-0 libpangoft2-1.0-0"   # fontconfig, HarfBuzz and GObject come with Pango
advised_libraries=libharfbuzz-subset0            # WeasyPrint subsets fonts with it, and means to require it

# A user's own settings for pip and Python must not lead the packages out of .venv.
unset PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*"; }

stop() {
    code=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$code"
}

# Runs a command silently; on failure shows the end of what it said.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    # Addresses of package hosts are noise to the reader and no business of a log's.
    sed -E -e '/^WARNING: /d' -e 's#(https?|file)://[^ ,)]+#(address)#g' -e "s#host='[^']*'#host=(host)#g" "$log" | tail -n 15 >&2
    rm -f "$log"
    return 1
}

checksum() { cat requirements.lock pyproject.toml scripts/setup.sh scripts/system_needs.py | cksum; }

ready() {
    [ -x .venv/bin/python ] && [ ! -e "$unfinished" ] && [ -f "$stamp" ] &&
        [ "$(cat "$stamp")" = "$here
$(checksum)" ]
}

# --- the interpreter -------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Sets python to the newest tested interpreter that can make an environment, or else lacking to one that cannot.
find_python() {
    python=
    lacking=
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.13 python3.12 python3.11 python3 python3.14 python
    fi
    for candidate in "$@"; do
        new_enough "$candidate" || continue
        if can_make_venv "$candidate"; then
            python=$candidate
            return
        fi
        [ -n "$lacking" ] || lacking=$candidate
    done
}

venv_package() {
    # Debian keeps ensurepip in a package of its own, one for each version of Python.
    if [ -n "$lacking" ]; then
        "$lacking" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    else
        say "python3 python3-venv"
    fi
}

# --- the system ------------------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

# The one line to type, for packages named as Debian names them.
line_to_type() {
    if command -v apt-get >/dev/null 2>&1; then
        say "    sudo apt-get update && sudo apt-get install $*"
    elif command -v brew >/dev/null 2>&1; then
        say "    brew install python pango"
    else
        say "    install Python 3.11 or later with its venv module, and Pango, with your system's package manager"
    fi
}

# Those of some packages of libraries that this machine cannot load; all of them where no Python can try.
unloadable() {
    prober=${python:-$lacking}
    if [ -n "$prober" ]; then
        "$prober" scripts/system_needs.py "$@"
    else
        say "$@"
    fi
}

apt_install() { quietly as_root apt-get install -qq -y --no-install-recommends "$@"; }

# --- the steps -------------------------------------------------------------------------------------------------

# shellcheck disable=SC2086  # a list of packages is one word for each, throughout
ensure_system() {
    find_python
    needed="$([ -n "$python" ] || venv_package) $(unloadable $libraries)"
    advised=$(unloadable $advised_libraries)
    [ -n "${needed# }$advised" ] || return 0
    if may_install; then
        say "  from the system:" $needed $advised
        quietly as_root apt-get update -qq || true   # one broken source of packages need not stop the others
        apt_install $needed $advised 2>/dev/null || apt_install $needed || cannot_install
    elif [ -n "${needed# }" ]; then
        cannot_install
    else
        say "  advised, though not needed:" "$(line_to_type $advised)"
    fi
    find_python
    [ -n "$python" ] || stop 2 "No Python 3.11 or later with its venv module was found." \
        "Install one, or name it: make briefs PYTHON=/path/to/python3"
    missing=$(unloadable $libraries)
    [ -z "$missing" ] || stop 2 "$python cannot load what these packages hold: $missing"
}

# shellcheck disable=SC2086  # as above
cannot_install() {
    stop 2 "This system lacks something that only its administrator can install." \
        "Type this, then run the same command again:" "$(line_to_type $needed $advised)"
}

make_environment() {
    # An environment that was moved, killed half-way or left by a Python that is gone cannot be mended in place.
    if [ -e "$unfinished" ] || ! .venv/bin/python -c 'import pip' 2>/dev/null ||
        { [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$here" ]; }; then
        rm -rf .venv
    fi
    mkdir -p .venv
    : >"$unfinished"
    rm -f "$stamp"
    if [ ! -x .venv/bin/python ]; then
        quietly "$python" -m venv .venv || stop 1 "The environment .venv could not be made."
    fi
}

install_python_packages() {
    say "  from requirements.lock: $(grep -c '==' requirements.lock) Python packages"
    quietly .venv/bin/python -m pip install --quiet --requirement requirements.lock ||
        stop 1 "The Python packages could not be installed (see above). Is the network reachable?"
    # Without isolation, for the lock holds the build backend too: editing pyproject.toml needs no network.
    quietly .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . ||
        stop 1 "Briefwright itself could not be installed (see above)."
}

main() {
    if [ "${1:-}" = --fresh ]; then
        rm -rf .venv
    fi
    if ready; then
        return
    fi
    if [ -f "$stamp" ] && [ ! -e "$unfinished" ]; then
        say "Bringing .venv up to date"
    else
        say "Setting up (once; a minute or so)"
    fi
    ensure_system
    make_environment
    install_python_packages
    printf '%s\n%s\n' "$here" "$(checksum)" >"$stamp"
    rm -f "$unfinished"
    say "Ready: .venv with $(.venv/bin/python --version)"
}

main "$@"
