"""A client of the key holder that keeps no rules: keyd_client.py SOCKET WHAT [ARGUMENT...]. Prints what came of it."""
import os
import socket
import sqlite3
import struct
import sys


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    if value < 256:
        return bytes([major << 5 | 24, value])
    if value < 65536:
        return bytes([major << 5 | 25]) + value.to_bytes(2, "big")
    return bytes([major << 5 | 26]) + value.to_bytes(4, "big")


def ask(**parts):
    """The frame of an ask: op, and name, secret, purpose, data, subject, kid, n where given."""
    keys = {"version": 0, "op": 1, "name": 2, "secret": 3, "purpose": 4, "data": 5, "subject": 6, "kid": 7, "n": 8}
    parts.setdefault("version", 1)
    body = head(5, len(parts))
    for name in sorted(parts, key=keys.get):
        value = parts[name]
        body += head(0, keys[name]) + (head(0, value) if isinstance(value, int) else head(2, len(value)) + value)
    return struct.pack(">I", len(body)) + body


def connect(path):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(20)
    s.connect(path)
    return s


def take(s):
    """The body of an answer; None where there is none any more."""
    try:
        length = s.recv(4, socket.MSG_WAITALL)
        if len(length) < 4:
            return None
        return s.recv(struct.unpack(">I", length)[0], socket.MSG_WAITALL)
    except ConnectionResetError:
        return None


def answer(s):
    """'ok', 'error KIND', or 'closed'."""
    body = take(s)
    if body is None:
        return "closed"
    return "error %d" % body[3] if body[1:2] == b"\x03" else "ok"


def said(path, frame):
    s = connect(path)
    try:
        s.sendall(frame)
    except (BrokenPipeError, ConnectionResetError):
        return "closed"
    return answer(s)


def session(s, name, password):
    """Signs in: the officer's newest key; None where that is refused."""
    s.sendall(ask(op=15, name=name.encode(), secret=password.encode()))
    body = take(s)
    return body[-4:] if body and body[1:2] == b"\x01" else None


def reads(path, name, password, purpose, log, wait=None):
    """An officer with a program of his or her own: opens what is sealed for a purpose. `wait`: in between, for a line."""
    s = connect(path)
    kid = session(s, name, password)
    if not kid:
        return "no session"
    if wait:
        print("signed in", flush=True)
        sys.stdin.readline()
    parts = {"op": 41, "purpose": purpose.encode(), "kid": kid}
    s.sendall(ask(**parts, **({"name": log.encode()} if log else {})))
    return answer(s)


def gives(path, name, password, other, others, roles, until):
    """Sets what the first of two officers may do, and until when."""
    s = connect(path)
    session(s, other, others)
    kid = session(s, name, password)
    if not kid:
        return "no session"
    times = struct.pack(">qq?", 0, int(until), False)
    s.sendall(ask(op=40, kid=kid, data=times + roles.encode()))
    return answer(s)


def opens(path, name, password, database, case):
    """The same with what was sealed for the person of a case at first."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    subject, log, sealed = db.execute(
        "SELECT a.subject, l.name, e.s FROM act a JOIN log l ON l.id = a.log JOIN entry e ON e.log = a.log AND e.seq = a.seq "
        "WHERE a.case_no = ? ORDER BY a.step LIMIT 1", (case,)).fetchone()
    s = connect(path)
    kid = session(s, name, password)
    if not kid:
        return "no session"
    s.sendall(ask(op=42, name=log.encode(), purpose=b"case_work", data=sealed, subject=subject, kid=kid))
    return answer(s)


def files(path, name, password, database):
    """The same with a testimony, as if it were somebody's file: "told" where the story comes out, else "hidden"."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    subject, log, c, sealed = db.execute(
        "SELECT a.subject, l.name, e.c, e.s FROM act a JOIN log l ON l.id = a.log JOIN entry e ON e.log = a.log AND e.seq = a.seq "
        "WHERE a.kind = 55 ORDER BY a.seq LIMIT 1").fetchone()
    s = connect(path)
    kid = session(s, name, password)
    if not kid:
        return "no session"
    data = array(2) + array(2) + b"\xf4" + head(2, len(c)) + c + array(2) + b"\xf5" + head(2, len(sealed)) + sealed
    s.sendall(ask(op=23, name=log.encode(), purpose=b"case_work", data=data, subject=subject, kid=kid))
    body = take(s)
    return "error %d" % body[3] if body[1:2] == b"\x03" else "told" if b"Qxvaldorn" in body else "hidden"


def closes(path, name, password, database, case):
    """The same: sets the record of the person of a case apart."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    subject, = db.execute("SELECT subject FROM act WHERE case_no = ? ORDER BY step LIMIT 1", (case,)).fetchone()
    s = connect(path)
    if not session(s, name, password):
        return "no session"
    s.sendall(ask(op=47, subject=subject, n=1))
    return answer(s)


def aparts(path, database, case):
    """Asks of one person alone, of strangers beside, and of one person five times, whether the record is apart, both ways, without a session."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    subject, = db.execute("SELECT subject FROM act WHERE case_no = ? ORDER BY step LIMIT 1", (case,)).fetchone()
    s = connect(path)
    answers = []
    for n, data in ((0, subject), (1, subject), (0, subject + os.urandom(64)), (0, subject * 5)):
        s.sendall(ask(op=50, data=data, **({"n": n} if n else {})))
        answers.append(take(s).hex())
    return " ".join(answers)


def array(n):
    return bytes([0x80 | n]) if n < 24 else bytes([0x99]) + n.to_bytes(2, "big")


def finds(path, name, password, database, query, purpose):
    """The same with the names that the index knows: "shown" where the name comes out, else "hidden"."""
    state = dict(sqlite3.connect("file:%s?mode=ro" % database, uri=True).execute("SELECT name, value FROM state WHERE name LIKE 'index/%'"))
    upto = [max(0, state.get("index/%02x" % b, 0)) for b in range(256)]
    s = connect(path)
    if not session(s, name, password):
        return "no session"
    text = query.encode()
    data = array(5) + head(3, len(text)) + text + head(3, 0) + head(3, 0) + head(0, 40) + array(256) + b"".join(head(0, n) for n in upto)
    s.sendall(ask(op=22, name=name.encode(), purpose=purpose.encode(), data=data))
    body = take(s)
    return "error %d" % body[3] if body[1:2] == b"\x03" else "shown" if text.split()[-1] in body else "hidden"


def text(s):
    return head(3, len(s)) + s


def compares(path, name, password, database, case, purpose, place, others=""):
    """The same: compares the person of a case with a place, and codes near it; how they agree, or the error."""
    db = sqlite3.connect("file:%s?mode=ro" % database, uri=True)
    rows = db.execute("SELECT a.subject, coalesce(e.s, d.s) FROM act a LEFT JOIN entry e ON e.log = a.log AND e.seq = a.seq "
                      "LEFT JOIN draft d ON d.id = a.draft AND a.seq IS NULL WHERE a.case_no = ? ORDER BY a.step", (case,)).fetchall()
    subject, sealed = rows[0][0], [row[1] for row in rows if row[1]]
    s = connect(path)
    if not session(s, name, password):
        return "no session"
    near = others.split()
    asked = array(3) + text(place.encode()) + text(b"SY") + array(len(near)) + b"".join(text(x.encode()) for x in near)
    data = array(3) + head(3, 0) + head(2, len(asked)) + asked + array(1) + array(2) + head(2, 16) + subject + array(len(sealed))
    s.sendall(ask(op=56, name=name.encode(), purpose=purpose.encode(), data=data + b"".join(head(2, len(x)) + x for x in sealed)))
    body = take(s)
    return "error %d" % body[3] if body[1:2] == b"\x03" else body[-2:].hex()


# Who has no name, looked for by an officer who has no session.
SEARCH = b"\x88" + array(256) + b"\0" * 256 + b"\x40" + b"\x44abcd" + b"\0" + b"\xf5\xf5" + b"\0" + b"\x80"
# Who was shown to nobody, by sex alone.
BESIDES = b"\x83\x61m\x40\x81\x82\x50" + bytes(16) + b"\x81\x41x"
HOSTILE = {
    "status": [ask(op=100)],
    "garbage": [os.urandom(300), b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 64],
    "long": [b"\xff\xff\xff\xff", struct.pack(">I", 24 * 1024 * 1024 + 1)],
    "malformed": [b"\0\0\0\1\xa0", b"\0\0\0\2\xbf\xff", ask(op=200), ask(op=100, version=2),
                  ask(op=100)[:-1] + b"\xf6", b"\0\0\0\5\xa1\x00\x01\x01\x02",
                  ask(op=42, subject=b"short"), ask(op=9, kid=b"12345"), ask(op=32, data=b"\x85"),
                  ask(op=32, data=SEARCH[:-1]), ask(op=32, data=SEARCH.replace(b"\x44abcd", b"\x43abc")),
                  ask(op=56, purpose=b"duplicate", data=BESIDES[:-1]), ask(op=56, purpose=b"duplicate", data=b"\x83\x60\x40\x80")],
    # What needs the passphrase: identity, shares, dropping the pool, new keys, rights, erasure.
    "forbidden": [ask(op=13, subject=bytes(16), purpose=b"audit"), ask(op=14, data=b"a\nb\nc"), ask(op=2),
                  ask(op=8, name=b"Eve", secret=b"a password of an officer"),
                  ask(op=10, name=b"x.aleppo-2016/log/1"), ask(op=17, kid=b"1234"), ask(op=19, name=b"Eve"),
                  ask(op=40, kid=b"1234", n=3), ask(op=40, kid=b"1234", data=bytes(17)), ask(op=18 + 1, name=b"x"),
                  ask(op=47, subject=bytes(16)), ask(op=47, subject=bytes(16), n=1)],
    # Digests that only whoever erases or audits makes.
    "digests": [ask(op=4, purpose=b"sulh/" + word + b"/v1", data=b"x") for word in (b"gone", b"erasures", b"audit", b"x")] +
               [ask(op=4, purpose=b"sulh/audit/v1", data=b"x", kid=b"1234")],
    # Openings and signatures without a session.
    "nobody": [ask(op=32, data=SEARCH), ask(op=56, purpose=b"duplicate", data=BESIDES), ask(op=42, subject=bytes(16), purpose=b"case_work", kid=b"1234", data=b"x"),
               ask(op=43, purpose=b"case_work", data=b"x"), ask(op=41, purpose=b"audit"),
               ask(op=9, kid=b"1234", data=b"sulh/act/v1\0"), ask(op=48, kid=b"1234", data=b"x"), ask(op=45), ask(op=45, kid=b"1234")],
}


def main():
    path, what = sys.argv[1:3]
    if what == "half":
        # As many as there are places, each with half a frame.
        held = [connect(path) for _ in range(16)]
        for s in held:
            s.sendall(b"\0\0\1\0half")
        print(" ".join(answer(s) for s in held[:1]))
    elif what == "reads":
        print(reads(path, *sys.argv[3:]))
    elif what == "gives":
        print(gives(path, *sys.argv[3:]))
    elif what == "opens":
        print(opens(path, *sys.argv[3:]))
    elif what == "files":
        print(files(path, *sys.argv[3:]))
    elif what == "closes":
        print(closes(path, *sys.argv[3:]))
    elif what == "aparts":
        print(aparts(path, *sys.argv[3:]))
    elif what == "compares":
        print(compares(path, *sys.argv[3:]))
    elif what == "finds":
        print(finds(path, *sys.argv[3:]))
    elif what == "other":
        # By a path that needs no rights above the folder itself.
        os.chdir(os.path.dirname(path))
        path = os.path.basename(path)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        print(said(path, ask(op=100)))
    else:
        print(" ".join(said(path, frame) for frame in HOSTILE[what]))


if __name__ == "__main__":
    main()
