"""A hostile program of the key holder's own user: keyd_forge.py DIR WHAT [ARGUMENT...]. It writes to the folder and asks the
key holder for what it wants, without rules and without the passphrase. Prints what came of it."""
import base64
import os
import socket
import struct
import sys

sys.path.insert(0, os.path.dirname(__file__))
from keyd_client import ask, connect  # noqa: E402


def item(b, at):
    """The CBOR item at a place, and where the next one is."""
    major, low = b[at] >> 5, b[at] & 31
    at += 1
    if low >= 24:
        n = 1 << low - 24
        low = int.from_bytes(b[at:at + n], "big")
        at += n
    if major in (0, 1):
        return (low if major == 0 else -1 - low), at
    if major in (2, 3):
        return b[at:at + low], at + low
    if major == 4:
        out = []
        for _ in range(low):
            x, at = item(b, at)
            out.append(x)
        return out, at
    if major == 5:
        out = {}
        for _ in range(low):
            k, at = item(b, at)
            out[k], at = item(b, at)
        return out, at
    return low, at


class Client:
    def __init__(self, folder):
        self.s = connect(os.path.join(folder, "keyd.sock"))

    def ask(self, **parts):
        """The answer's data; or SystemExit with its error."""
        self.s.sendall(ask(**parts))
        length = self.s.recv(4, socket.MSG_WAITALL)
        if len(length) < 4:
            sys.exit("closed")
        body = self.s.recv(struct.unpack(">I", length)[0], socket.MSG_WAITALL)
        got = item(body, 0)[0]
        if 3 in got:
            print("error %d: %s" % (got[3][0], got[3][1].decode()))
            sys.exit(1)
        return got.get(1, b"")


def second_root(folder, log, operation):
    """Another root for the size that was signed: in the mark first, then signed."""
    mark = os.path.join(folder, "log", log, "signed.hwm")
    size = open(mark).read().split()[0]
    root = base64.b64encode(os.urandom(32)).decode()
    open(mark, "w").write("%s %s\n" % (size, root))
    text = "%s.%s/log/1\n%s\n%s\n" % (log, operation, size, root)
    Client(folder).ask(op=12, data=text.encode())


def read_other(folder, officer, password, log):
    """The whole object c of somebody, under nobody's number, then under another's; and under no log's name."""
    import sqlite3
    rows = sqlite3.connect(os.path.join(folder, "sulh.db")).execute(
        "SELECT a.subject, e.c FROM act a JOIN entry e ON e.log = a.log AND e.seq = a.seq WHERE e.s IS NOT NULL AND a.kind = 32").fetchall()
    (one, c), (other, _) = rows[0], next(r for r in rows if r[0] != rows[0][0])
    for subject, name in ((other, log), (None, log), (one, None), (one, log)):
        client = Client(folder)
        kid = client.ask(op=15, name=officer.encode(), secret=password.encode())[:4]
        parts = {"subject": subject, "name": name and name.encode()}
        try:
            client.ask(op=43, kid=kid, purpose=b"case_work", data=c, **{k: v for k, v in parts.items() if v})
            print("ok")
        except SystemExit:
            pass


if __name__ == "__main__":
    {"second_root": second_root, "read_other": read_other}[sys.argv[2]](sys.argv[1], *sys.argv[3:])
    print("done")
