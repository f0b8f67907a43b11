"""A hostile program of the key holder's own user: keyd_forge.py DIR WHAT [ARGUMENT...]. It writes to the folder and asks the
key holder for what it wants, without rules and without the passphrase. Prints what came of it."""
import base64
import hashlib
import os
import socket
import sqlite3
import struct
import sys

sys.path.insert(0, os.path.dirname(__file__))
from keyd_client import ask, connect, head  # noqa: E402


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
    if major == 2:
        return b[at:at + low], at + low
    if major == 3:
        return b[at:at + low].decode(), at + low
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
    return low == 21, at


def enc(x):
    """As deterministic CBOR."""
    if isinstance(x, bool):
        return bytes([0xf5 if x else 0xf4])
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return head(4, len(x)) + b"".join(enc(y) for y in x)
    return head(5, len(x)) + b"".join(enc(k) + enc(x[k]) for k in sorted(x))


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
            print("error %d: %s" % (got[3][0], got[3][1]))
            sys.exit(1)
        return got.get(1, b"")


def second_root(folder, log, operation, more=None):
    """Another root for the size that was signed, or for so many more: in the mark first, then signed."""
    mark = os.path.join(folder, "log", log, "signed.hwm")
    os.makedirs(os.path.dirname(mark), exist_ok=True)
    size = open(mark).read().split()[0] if os.path.exists(mark) else "1"
    size = str(int(size) + int(more or 0))
    root = base64.b64encode(os.urandom(32)).decode()
    open(mark, "w").write("%s %s\n" % (size, root))
    text = "%s.%s/log/1\n%s\n%s\n" % (log, operation, size, root)
    Client(folder).ask(op=12, data=text.encode())


def read_other(folder, officer, password, log):
    """The whole object c of somebody, under nobody's number, then under another's; and under no log's name."""
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


def database(folder):
    return sqlite3.connect(os.path.join(folder, "sulh.db"))


def put_draft(folder, kind, log, day, entry, body):
    """A draft with object c, under the MAC that honest ones have."""
    sha = lambda b: hashlib.sha256(b).digest()  # noqa: E731
    number = lambda n: b"%d/" % n  # noqa: E731
    text = lambda t: number(-1) if t is None else number(len(t)) + t  # noqa: E731
    client, s = Client(folder), os.urandom(700)
    draft = body[6]
    c = client.ask(op=5, data=enc(body))
    entry[6] = sealed(c, s)
    data = enc(entry)
    all_ = text(draft) + number(log) + number(kind) + number(1) + number(day) + text(None) * 2 + text(data) + text(c) + text(s)
    mac = client.ask(op=4, purpose=b"sulh/draft/v2", data=sha(all_))
    db = database(folder)
    db.execute("INSERT INTO draft (id, log, kind, ord, accepted_day, bytes, c, s, mac) VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?)",
               (draft, log, kind, day, data, c, s, mac))
    db.commit()
    print("draft " + draft.hex())


# Of the body of an object c what officers sign (format.md section 8).
SIGNED = (1, 6, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 29, 30, 31)


def own_keys(folder, log, entry, body, officer, password):
    """The signatures of all keys that one officer's password opens."""
    client = Client(folder)
    kids = client.ask(op=15, name=officer.encode(), secret=password.encode())
    id8, = database(folder).execute("SELECT id8 FROM log WHERE id = ?", (log,)).fetchone()
    text = b"sulh/act/v1\0" + id8 + enc({k: v for k, v in entry.items() if k not in (3, 6, 11)}) + \
        enc({k: body[k] for k in SIGNED if k in body})
    return sorted([kids[i:i + 4], client.ask(op=9, kid=kids[i:i + 4], data=text)] for i in range(0, len(kids), 4))


def two(folder, *officers):
    """What two keepers do together, and harms nobody: wrong passwords of an officer are forgotten."""
    client = Client(folder)
    for i in range(0, len(officers), 2):
        client.ask(op=15, name=officers[i].encode(), secret=officers[i + 1].encode())
    client.ask(op=19, name="Lina Darwish".encode())


def signs(folder, what, officer, password):
    """One officer's signature on an entry about a place, of this kind."""
    entry = {1: 1, 2: int(what), 3: database(folder).execute("SELECT max(day) FROM last_cut").fetchone()[0], 10: {}, 14: os.urandom(16)}
    client = Client(folder)
    kid = client.ask(op=15, name=officer.encode(), secret=password.encode())[:4]
    client.ask(op=9, kid=kid, data=b"sulh/entry/v1\0" + bytes(8) + enc(entry))
    print("signed")


# What an act makes of its case: its kind and event, state and class after it, what it counts as in public, and what it says to the
# rules: of its sealed fields (a number: the key of that officer; "day": today), and to those of later acts.
GRANTED = (38, "approve_granted", "granted", 2, 38, [["P3", "", -1, "exact"], ["P4", "", 1, "exact"]])
REFUSED = (38, "approve_not_covered", "not_covered", 3, 38, [["P13", "", 1, "exact"], ["P3", "", -1, "exact"]])
ACTS = {
    "granted": GRANTED,
    "upheld": (39, "appeal_upheld", "granted", 2, 38, [["P13", "", -1, "exact"], ["P4", "", 1, "exact"]]),
    "tell": (37, "tell", "granted", 2, 99, None),
    "full": GRANTED + ({10: "granted", 11: "granted", 16: 1, 20: "day"}, {2: "day", 3: "granted"}),
    "other_panel": GRANTED + ({10: "granted", 11: "granted", 16: b"none", 20: "day"}, {2: "day", 3: "granted"}),
    "other_code": GRANTED + ({10: "granted", 11: "granted", 16: 1, 20: "day"}, {2: "day", 3: "referred"}),
    "unheard": REFUSED + ({10: "not_covered", 11: "granted", 16: 1, 17: 2, 20: "day"}, {2: "day", 3: "not_covered"}),
    "referred": REFUSED[:1] + ("approve_referred", "referred") + REFUSED[3:] + (
        {10: "referred", 11: "granted", 15: "places", 16: 1, 17: 2, 18: 3, 20: "day"}, {2: "day", 3: "referred"}),
    "answered": (51, "request_answered", "decision_proposed", 1, 99, None, {10: "complain", 12: "day", 13: "done"}, {2: "day", 3: "complain"}),
}


def public_two(db):
    """References to two entries about places, which have no object c."""
    return [bytes(id8) + seq.to_bytes(8, "big") + bytes(leaf) for id8, seq, leaf in db.execute(
        "SELECT l.id8, e.seq, e.leaf FROM entry e JOIN log l ON l.id = e.log WHERE l.name = 'hq' AND e.c IS NULL ORDER BY e.seq LIMIT 2")]


def act(folder, what, case, *officers):
    """The next act of a case, signed by these (name, password, ...) with their own programs, past all rules."""
    kind, event, state, cls, code, deltas, asked, said = (ACTS[what] + (None, {}))[:8]
    db = database(folder)
    subject, log, step = db.execute("SELECT subject, log, max(step) FROM act WHERE case_no = ?", (case,)).fetchone()
    id8, = db.execute("SELECT id8 FROM log WHERE id = ?", (log,)).fetchone()
    now, = db.execute("SELECT value FROM state WHERE name = 'clock'").fetchone()
    day = now // 86400
    officers = [officers[i:i + 2] for i in range(0, len(officers), 2)]
    keys = [Client(folder).ask(op=15, name=n.encode(), secret=p.encode())[:4] for n, p in officers]
    told = lambda m, tags: {k: day if v == "day" else public_two(db) if v == "places" else keys[v] if k in tags and isinstance(v, int) else v for k, v in m.items()}  # noqa: E731
    entry = {1: 1, 2: code, 3: day}
    if deltas:
        entry[5] = deltas
    bound = hashlib.sha256(b"sulh/head/v1\0" + id8 + enc({k: v for k, v in entry.items() if k != 3})).digest()
    body = {1: subject, 3: [now, 0], 4: bytes(4), 6: os.urandom(16), 7: os.urandom(16), 12: bound, 13: case, 14: event, 15: step + 1,
            16: os.urandom(32), 17: kind, 18: state, 19: cls, 24: {**told(said, ()), 1: day}}
    if asked:
        body[31] = told(asked, (16, 17, 18))
    body[11] = [own_keys(folder, log, entry, body, *o)[0] for o in officers]
    put_draft(folder, kind, log, day, entry, body)


def paper(folder, case, pattern, recorded, *officers):
    """A paper for a granted case, made of the issue in another one, that says to be recorded at another time."""
    db = database(folder)
    subject, log, step = db.execute("SELECT subject, log, max(step) FROM act WHERE case_no = ?", (case,)).fetchone()
    id8, = db.execute("SELECT id8 FROM log WHERE id = ?", (log,)).fetchone()
    data, c = db.execute("SELECT e.bytes, e.c FROM act a JOIN entry e ON e.log = a.log AND e.seq = a.seq"
                         " WHERE a.case_no = ? AND a.event = 'issue'", (pattern,)).fetchone()
    now, = db.execute("SELECT value FROM state WHERE name = 'clock'").fetchone()
    entry, day = {k: v for k, v in item(data, 0)[0].items() if k != 6}, now // 86400
    entry[3] = day
    if 4 in entry:
        entry[4] = day
    body = item(Client(folder).ask(op=6, data=c), 0)[0]
    bound = hashlib.sha256(b"sulh/head/v1\0" + id8 + enc({k: v for k, v in entry.items() if k not in (3, 13, 14)})).digest()
    body.update({1: subject, 3: [int(recorded), 0], 6: os.urandom(16), 7: os.urandom(16), 12: bound, 13: case, 15: step + 1,
                 16: os.urandom(32)})
    body.pop(2, None)
    body[24][1] = day
    if 22 in body:
        body[22] = [[what, os.urandom(32)] for what, _ in body[22]]
    body.pop(11)
    body[11] = sorted(own_keys(folder, log, entry, body, *officers[i:i + 2])[-1] for i in range(0, len(officers), 2))
    put_draft(folder, 40, log, day, entry, body)


def came(folder, log, day, recorded, *officers):
    """Somebody who came on that day, seconds since 1970, and, as it says, was recorded then."""
    db = database(folder)
    log, id8 = db.execute("SELECT id, id8 FROM log WHERE name = ?", (log,)).fetchone()
    now, = db.execute("SELECT value FROM state WHERE name = 'clock'").fetchone()
    entry = {1: 1, 2: 31, 3: now // 86400, 5: [["P1", "", 1, "exact"]]}
    bound = hashlib.sha256(b"sulh/head/v1\0" + id8 + enc({k: v for k, v in entry.items() if k != 3})).digest()
    body = {1: Client(folder).ask(op=1, n=1)[:16], 3: [int(recorded), 0], 4: bytes(4), 6: os.urandom(16), 7: os.urandom(16), 12: bound,
            13: "CAME-9999", 14: "present", 15: 0, 16: os.urandom(32), 17: 31, 18: "presented", 19: 0, 24: {1: int(day) // 86400}, 31: {11: False}}
    body[11] = sorted(own_keys(folder, log, entry, body, *officers[i:i + 2])[-1] for i in range(0, len(officers), 2))
    put_draft(folder, 31, log, now // 86400, entry, body)


def made_up(folder, how, *officer):
    """Somebody who never was, made of a registration that waits: what stands in a draft, its entry, the body of its object c."""
    kind, log, day, data, c = database(folder).execute(
        "SELECT d.kind, d.log, d.accepted_day, d.bytes, d.c FROM draft d WHERE d.kind = 32 ORDER BY d.id LIMIT 1").fetchone()
    body, entry = item(Client(folder).ask(op=6, data=c), 0)[0], item(data, 0)[0]
    body[6] = os.urandom(16)
    if how != "again":
        body[1] = Client(folder).ask(op=1, n=1)[:16]
        body[13] = body[13][:-4] + "9999"
    if how == "nobody":
        body[11] = []
    if how == "stranger":
        body[11] = [[os.urandom(4), os.urandom(64)]]
    if how == "own":
        body[11] = own_keys(folder, log, entry, body, *officer)
        print("%d keys" % len(body[11]))
    if how == "unbound":
        entry[5][0][2] = 7
    return kind, log, day, entry, body


def phantom(folder, how, *officer):
    put_draft(folder, *made_up(folder, how, *officer))


def node(x, y):
    return hashlib.sha256(b"\x01" + x + y).digest()


def subtree(leaves):
    return leaves[0] if len(leaves) == 1 else node(subtree(leaves[:len(leaves) // 2]), subtree(leaves[len(leaves) // 2:]))


def frontier(leaves):
    """The roots of the full subtrees from left to right, behind the size."""
    out, at = len(leaves).to_bytes(8, "big"), 0
    for bit in reversed(range(len(leaves).bit_length())):
        if len(leaves) >> bit & 1:
            out += subtree(leaves[at:at + (1 << bit)])
            at += 1 << bit
    return out


def root_of(leaves):
    parts = frontier(leaves)[8:]
    parts = [parts[i:i + 32] for i in range(0, len(parts), 32)]
    root = parts.pop()
    while parts:
        root = node(parts.pop(), root)
    return root


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def leaves_of(folder, log):
    """The number of the log, and the leaves of its entries."""
    db = database(folder)
    number, = db.execute("SELECT id FROM log WHERE name = ?", (log,)).fetchone()
    return number, [leaf(b) for b, in db.execute("SELECT bytes FROM entry WHERE log = ? ORDER BY seq", (number,))]


def sealed(c, s):
    return hashlib.sha256(hashlib.sha256(c).digest() + hashlib.sha256(s).digest()).digest()


def once_more(folder, day, s):
    """An act that is in the log, on another day and under another seal."""
    data, c = database(folder).execute("SELECT e.bytes, e.c FROM act a JOIN entry e ON e.log = a.log AND e.seq = a.seq"
                                       " WHERE a.kind = 32 ORDER BY e.seq LIMIT 1").fetchone()
    entry = item(data, 0)[0]
    entry.update({3: day, 6: sealed(c, s)})
    return entry, c


def false_entry(folder, how):
    """An entry that no cut made: its bytes, object c, whether it is said to be erased, and the hash of object s."""
    return made_entry(folder, how) + [hashlib.sha256(b"").digest()]


def made_entry(folder, how):
    day, = database(folder).execute("SELECT max(day) FROM last_cut").fetchone()
    if how == "cut":  # what it says is not there
        data, = database(folder).execute("SELECT bytes FROM entry ORDER BY log DESC, seq DESC LIMIT 1").fetchone()
        entry = item(data, 0)[0]
        assert entry[2] == 15
        entry.update({3: day, 14: os.urandom(16)})
        return [enc(entry), b"", 0]
    if how in ("more", "other_seal"):  # other_seal: what is shown is not what it is sealed with
        entry, c = once_more(folder, day, b"" if how == "more" else b"another")
        return [enc(entry), c, 0]
    if how in ("party", "centre"):  # nobody signs the one, two the other
        return [enc({1: 1, 2: {"party": 4, "centre": 2}[how], 3: day, 10: {}, 14: os.urandom(16)}), b"", 0]
    if how == "weapons":
        return [enc({1: 1, 2: 60, 3: day, 5: [["W1", "", 9, "exact"]], 6: os.urandom(32)}), b"", 0]
    _, _, _, entry, body = made_up(folder, "another" if how in ("bare", "erased") else how)
    c = Client(folder).ask(op=5, data=enc(body))
    entry[3] = day
    entry[6] = sealed(c, b"")
    return [enc(entry), b"" if how in ("bare", "erased") else c, int(how == "erased")]


def sign(client, folder, origin, leaves, root=None):
    """Asks for a signature over a mark that says the same."""
    size, root = len(leaves), base64.b64encode(root or root_of(leaves)).decode()
    open(os.path.join(folder, "log", origin.split(".")[0], "signed.hwm"), "w").write("%d %s\n" % (size, root))
    client.ask(op=12, data=("%s\n%d\n%s\n" % (origin, size, root)).encode())


def show(folder, log, operation, how):
    """Shows an entry more of the log that was published, all of it, and has it signed."""
    origin, client = "%s.%s/log/1" % (log, operation), Client(folder)
    leaves = leaves_of(folder, log)[1]
    kind = "party" if how in ("elsewhere", "root", "line", "fork") else how
    new = false_entry(folder, kind)
    if how == "elsewhere":
        leaves[0] = os.urandom(32)
    client.ask(op=31, name=origin.encode(), data=enc([frontier(leaves), [new]]))
    print("shown")
    if how == "fork":  # two logs grow, and one of them is signed
        other, another = Client(folder), false_entry(folder, "party")
        other.ask(op=31, name=origin.encode(), data=enc([frontier(leaves), [another]]))
        sign(client, folder, origin, leaves + [leaf(new[0])])
        more = [leaf(another[0]), leaf(new[0])]
        other.ask(op=31, name=origin.encode(), data=enc([frontier(leaves + more[:1]), [new]]))
        sign(other, folder, origin, leaves + more)
        return
    sign(Client(folder) if how == "line" else client, folder, origin, leaves + [leaf(new[0])], os.urandom(32) if how == "root" else None)


def append(folder, log, how):
    """Puts an entry more into the database, behind those of the log, as if a cut had made it."""
    (number, leaves), (data, c, _, _) = leaves_of(folder, log), false_entry(folder, how)
    db = database(folder)
    db.execute("INSERT INTO entry (log, seq, bytes, leaf, c, s) VALUES (?, ?, ?, ?, ?, NULL)", (number, len(leaves), data, leaf(data), c or None))
    db.execute("UPDATE log SET tree = ? WHERE id = ?", (frontier(leaves + [leaf(data)]), number))
    db.commit()


def more_weapons(folder, log):
    """One more in the newest entry of weapons of a log."""
    number, leaves = leaves_of(folder, log)
    db = database(folder)
    rows = db.execute("SELECT seq, bytes FROM entry WHERE (log, seq) IN (SELECT log, seq FROM sealed_item) AND log = ? ORDER BY seq", (number,)).fetchall()
    seq, entry = [(seq, entry) for seq, entry in ((s, item(b, 0)[0]) for s, b in rows) if 5 in entry][-1]
    entry[5][0][2] += 1
    leaves[seq] = leaf(enc(entry))
    db.execute("UPDATE entry SET bytes = ?, leaf = ? WHERE log = ? AND seq = ?", (enc(entry), leaves[seq], number, seq))
    db.execute("UPDATE log SET tree = ? WHERE id = ?", (frontier(leaves), number))
    db.commit()


def clock(folder, case):
    """The closing of a case whose day has not come, as if the program had made it."""
    subject, log, id8, step = database(folder).execute(
        "SELECT a.subject, a.log, l.id8, max(a.step) FROM act a JOIN log l ON l.id = a.log WHERE a.case_no = ?", (case,)).fetchone()
    day, = database(folder).execute("SELECT max(accepted_day) FROM draft").fetchone()
    entry = {1: 1, 2: 38, 3: day, 5: [["P13", "", 1, "exact"], ["P3", "", -1, "exact"]]}
    bound = hashlib.sha256(b"sulh/head/v1\0" + id8 + enc({k: entry[k] for k in (1, 2, 5)})).digest()
    put_draft(folder, 46, log, day, entry,
              {1: subject, 3: [day * 86400, 0], 4: bytes(4), 6: os.urandom(16), 7: os.urandom(16), 11: [], 12: bound, 13: case,
               14: "lost_contact", 15: step + 1, 16: bytes(32), 17: 46, 18: "absent", 19: 3, 24: {1: day}})


if __name__ == "__main__":
    {"second_root": second_root, "read_other": read_other, "phantom": phantom, "came": came, "act": act, "paper": paper, "signs": signs, "two": two, "clock": clock, "show": show,
     "append": append, "more_weapons": more_weapons}[sys.argv[2]](sys.argv[1], *sys.argv[3:])
    print("done")
