#!/usr/bin/env python3
"""Runs a command that asks for a passphrase on a terminal of its own: terminal.py ACTION COMMAND...

ACTION: type (types the passphrase; the command must end with 5), or a signal that comes meanwhile. The terminal
must show again what is typed once the command has ended or stopped."""
import os
import pty
import signal
import sys
import termios
import time

action, command = sys.argv[1], sys.argv[2:]
PHRASE = b" a phrase with blanks \n"
KEYS = {"INT": b"\x03", "QUIT": b"\x1c", "TSTP": b"\x1a"}


def echoes(fd):
    return bool(termios.tcgetattr(fd)[3] & termios.ECHO)


def wait_for(condition, what):
    for _ in range(3000):
        if condition():
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    sys.exit("waited in vain: " + what)


master, slave = pty.openpty()
child = os.fork()
if child == 0:
    os.close(master)
    os.setsid()
    os.close(os.open(os.ttyname(slave), os.O_RDWR))
    for fd in range(3):
        os.dup2(slave, fd)
    # A session's leader alone is an orphan group, which no Ctrl-Z stops: the command is a child of it.
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        # A shell starts what runs in the background with these ignored.
        for each in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        signal.alarm(60)
        os.execv(command[0], command)
    stopped = False
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        if not echoes(0):
            os._exit(99)
        stopped = True
        os.kill(job, signal.SIGCONT)
    if action == "TSTP" and not stopped:
        os._exit(98)
    os._exit(100 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))

said = b""
wait_for(lambda: not echoes(slave), "the prompt")
if action == "TERM":
    # The group in the foreground is the command.
    os.kill(os.tcgetpgrp(master), signal.SIGTERM)
elif action in KEYS:
    os.write(master, KEYS[action])
    if action == "TSTP":
        os.set_blocking(master, False)

        def asked_twice():
            global said
            try:
                said += os.read(master, 4096)
            except BlockingIOError:
                pass
            return said.count(b"assphrase:") == 2 and not echoes(slave)

        wait_for(asked_twice, "the second prompt")
if action in ("type", "TSTP"):
    os.write(master, PHRASE)
_, status = os.waitpid(child, 0)
os.set_blocking(master, False)
try:
    said += os.read(master, 65536)
except (BlockingIOError, OSError):
    pass
sys.stdout.buffer.write(said)
want = 5 if action in ("type", "TSTP") else 100 + getattr(signal, "SIG" + action)
if os.WEXITSTATUS(status) != want:
    sys.exit("ended with %d, not %d" % (os.WEXITSTATUS(status), want))
if not echoes(slave):
    sys.exit("the terminal does not show what is typed")
