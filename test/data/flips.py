#!/usr/bin/env python3
"""Flips one bit somewhere in a published folder, over and over, and says where `sulh verify` did not mind.

flips.py SULH FOLDER COUNT. The same places every time; the folder is as before afterwards.
"""
import os
import random
import subprocess
import sys

sulh, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
paths = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
paths = [path for path in paths if os.path.getsize(path)]
rng = random.Random(2016)
missed = 0
# Small files first in turn, so that each sort of file is hit; then anywhere, the larger the likelier.
small = [path for path in paths if "/tile/" not in path]
weights = [os.path.getsize(path) for path in paths]
for n in range(count):
    path = small[n // 2 % len(small)] if n % 2 else rng.choices(paths, weights)[0]
    with open(path, "rb") as file:
        whole = file.read()
    at, bit = rng.randrange(len(whole)), rng.randrange(8)
    with open(path, "wb") as file:
        file.write(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:])
    run = subprocess.run([sulh, "verify", folder], stdin=subprocess.DEVNULL, capture_output=True)
    with open(path, "wb") as file:
        file.write(whole)
    if run.returncode != 4 or b"Sanitizer" in run.stderr or not run.stderr + run.stdout:
        missed += 1
        print("%s, byte %d, bit %d: exit %d" % (os.path.relpath(path, folder), at, bit, run.returncode))
sys.exit(1 if missed or len(small) < 8 else 0)
