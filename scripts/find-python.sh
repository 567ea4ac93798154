# Sourced: sets PYTHON to an interpreter new enough for the pinned packages and able to make virtual environments.
for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
  [ -n "$candidate" ] || continue
  if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    PYTHON=$candidate
    return 0
  fi
done
echo "needs Python 3.11 or newer with venv (Debian: apt install python3 python3-venv); set PYTHON to choose one" >&2
exit 69
