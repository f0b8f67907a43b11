"""Runs a command on a terminal of its own and answers what it asks: COMMAND... --- QUESTION=ANSWER... Every
question must come, in this order. What the terminal showed is printed."""
import os
import pty
import select
import signal
import sys
import termios
import time


def main():
    split = sys.argv.index("---")
    command, answers = sys.argv[1:split], [x.split("=", 1) for x in sys.argv[split + 1:]]
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    shown, seen, end = b"", 0, time.monotonic() + 60
    while time.monotonic() < end:
        # It throws away what was typed before it turned the echo off.
        if answers and answers[0][0].encode() in shown[seen:] and not termios.tcgetattr(fd)[3] & termios.ECHO:
            seen = len(shown)
            os.write(fd, answers.pop(0)[1].encode() + b"\n")
        if not select.select([fd], [], [], 0.05)[0]:
            continue
        try:
            got = os.read(fd, 4096)
        except OSError:
            break
        if not got:
            break
        shown += got
    else:
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout.write(shown.decode("utf-8", "replace"))
    if answers:
        sys.exit("it did not ask: %s" % answers[0][0])
    sys.exit(status)


main()
