#!/usr/bin/env python3
"""The pages of the example (SULH_EXAMPLE) in a browser (test/browser/run.mjs), as TAP.

# long
"""
import os
import subprocess
import sys

ROOT = os.environ.get("SRC") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    modules = os.path.join(os.environ["BUILD"], "browser")
    if subprocess.run([os.path.join(ROOT, "tools/browser"), modules]).returncode:
        print("Bail out! what the browser tests are written with is not there")
        return 1
    # In the place of this process: what ends the test ends it.
    run = os.path.join(ROOT, "test/browser/run.mjs")
    os.execvpe("node", ["node", run], dict(os.environ, BROWSER_MODULES=modules))


if __name__ == "__main__":
    sys.exit(main())
