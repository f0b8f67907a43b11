"""What curl cannot say to a web server: http.py PORT PID WHAT [ARGUMENT...]. Exits 0 where the server keeps
its word; else says what it did."""
import gzip
import os
import select
import socket
import sys
import threading
import time

HOST = b"Host: 127.0.0.1\r\n"


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def ask(port, request):
    """Everything that comes back for these bytes; a connection that is closed hard counts as closed."""
    got = b""
    with connect(port) as s:
        try:
            s.sendall(request)
            s.shutdown(socket.SHUT_WR)
            while True:
                more = s.recv(65536)
                if not more:
                    break
                got += more
        except OSError:
            pass
    return got


def get(port, path):
    return ask(port, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


def refuses(port, _, secret):
    """no spelling of a path leaves the published folder"""
    with open(secret, "rb") as f:
        inside = f.read().strip()
    paths = [
        b"/public/../sulh.conf", b"/public/hq/../../sulh.conf", b"/public/%2e%2e/sulh.conf",
        b"/public/%2E%2E%2Fsulh.conf", b"/public/..%2fsulh.conf", b"/public/..%5csulh.conf",
        b"/public/..\\sulh.conf", b"/public//etc/passwd", b"/public/%00", b"/public/policy%00.json",
        b"/public/%2fetc%2fpasswd", b"//etc/passwd", b"/../sulh.conf", b"/public/./policy",
        b"/public/.hidden", b"/public/hq/", b"/public/hq//vkey", b"/public/\xc0\xae\xc0\xae/sulh.conf",
        b"/public/..../sulh.conf", b"/public/" + b"a/" * 9 + b"a", b"/public/" + b"a" * 5000,
        b"/sulh.conf", b"/demo.pass", b"/keyring/head", b"/bulletin/../sulh.conf",
        b"/bulletin/2016-12-09.json/../../sulh.conf", b"http://127.0.0.1/sulh.conf", b"file:///etc/passwd",
        b"/public/\x00/../sulh.conf", b"/public/linked", b"/public/linked-folder/head", b"/public/hq",
        b"/public/hq/tile", b"/public/half.tmp", b"/public/pipe", b"/bulletin/2016-13-01",
        b"/bulletin/9999-99-99.json", b"*", b"?", b"/public", b"/public/",
    ]
    for path in paths:
        answer = get(port, path)
        if status(answer) not in (0, 400, 404, 414, 431):
            return "%r gives %r" % (path, answer[:200])
        if inside in answer or b"root:" in answer:
            return "%r gives what nobody may see" % path
    return None


def garbage(port, _):
    """bytes that are no request do not stop it"""
    seeds = [b"", b"\r\n" * 2000, b"\0" * 4096, b"GET", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01" + b"\xff" * 500,
             b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
             b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
             b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\n",
             b"GET / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
             b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n" + b"a" * 100000,
             b"GET / HTTP/1.1\r\n" + HOST + b"If-None-Match: " + b"\"x\"," * 2000 + b"\r\n\r\n",
             bytes(range(256)) * 300]
    for seed in seeds:
        ask(port, seed)
    answer = get(port, b"/")
    return None if status(answer) == 200 else "afterwards / gives %r" % answer[:200]


def pipeline(port, _):
    """requests on one connection are answered in order"""
    one = b"GET /public/policy HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = ask(port, one * 20 + b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    n = answer.count(b"HTTP/1.1 200 OK")
    return None if n == 21 else "%d answers for 21 requests" % n


def slow(port, _):
    """those who send a byte now and then keep nobody out, and are shown out"""
    drips = [connect(port) for _ in range(40)]
    for s in drips:
        s.sendall(b"GET / HTTP/1.1\r\n")
    for _ in range(5):
        answer = get(port, b"/")
        if status(answer) != 200:
            return "beside them / gives %r" % answer[:200]
    began = time.monotonic()
    closed = set()
    while len(closed) < len(drips) and time.monotonic() - began < 60:
        for s in drips:
            if s in closed:
                continue
            try:
                s.sendall(b"X")
                s.settimeout(0.001)
                if not s.recv(1000):
                    closed.add(s)
            except socket.timeout:
                pass
            except OSError:
                closed.add(s)
        time.sleep(0.5)
    if len(closed) < len(drips):
        return "%d of %d still stand" % (len(drips) - len(closed), len(drips))
    return None


class Crowd(threading.Thread):
    """`many` connections that each send `first` and then a byte of `drip` now and then (b"": nothing), take
    nothing of what comes, and come again as soon as they are shown out"""

    def __init__(self, port, many, first, drip):
        super().__init__(daemon=True)
        self.port, self.many, self.first, self.drip = port, many, first, drip
        self.stop = threading.Event()
        self.full = threading.Event()
        self.came = 0

    def join_in(self):
        s = socket.socket()
        # Little room, so that an answer that is not taken stays with the server.
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.setblocking(False)
        s.connect_ex(("127.0.0.1", self.port))
        self.came += 1
        return s

    def run(self):
        there = {}
        poll = select.poll()
        while not self.stop.is_set():
            # Not faster than a machine that must do this beside the server can.
            for _ in range(min(40, self.many - len(there))):
                s = self.join_in()
                there[s.fileno()] = [s, self.first]
                poll.register(s, select.POLLOUT | select.POLLRDHUP)
            if self.came >= self.many:
                self.full.set()
            for fd, event in poll.poll(50):
                s, to_send = there[fd]
                try:
                    if event & (select.POLLRDHUP | select.POLLHUP | select.POLLERR):
                        raise OSError
                    s.send(to_send or self.drip)
                    there[fd][1] = b""
                    if not self.drip:
                        poll.modify(s, select.POLLRDHUP)
                except BlockingIOError:
                    pass
                except OSError:
                    poll.unregister(fd)
                    s.close()
                    del there[fd]
            time.sleep(0.01)
        for s, _ in there.values():
            s.close()


def private_bytes(pid):
    """what the process holds that no file and nobody else has"""
    with open("/proc/%d/smaps_rollup" % pid, encoding="ascii") as f:
        rows = dict(line.split(":", 1) for line in f.read().splitlines()[1:])
    return sum(int(rows[name].split()[0]) for name in ("Private_Clean", "Private_Dirty")) * 1024


def beside(port, pid, pages, crowd, most):
    """a reader reads this many pages beside a crowd and does not notice; the server stays small"""
    crowd.start()
    crowd.full.wait(60)
    largest = 0
    try:
        for i in range(pages):
            path = [b"/", b"/public/policy", b"/bulletin/2016-12-09", b"/ar/"][i % 4]
            answer = get(port, path)
            if status(answer) != 200 or not answer.split(b"\r\n\r\n", 1)[1]:
                return "page %d, %r, gives %r" % (i, path, answer[:200])
            largest = max(largest, private_bytes(pid))
    finally:
        crowd.stop.set()
        crowd.join(30)
    if crowd.came < crowd.many:
        return "only %d came" % crowd.came
    if most and largest > most:
        return "%d bytes of memory" % largest
    print("# %d came, %d bytes of memory at most" % (crowd.came, largest), file=sys.stderr)
    return None


def drip(port, pid, most):
    """600 who send a byte now and then, and come again"""
    return beside(port, pid, 100, Crowd(port, 600, b"GET / HTTP/1.1\r\nX: ", b"y"), int(most))


def silent(port, pid, most):
    """600 who send nothing"""
    return beside(port, pid, 100, Crowd(port, 600, b"", b""), int(most))


def stalled(port, pid, path, most):
    """600 who ask for something long, and do not take it"""
    one = b"GET " + path.encode() + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    return beside(port, pid, 100, Crowd(port, 600, one * 3, b""), int(most))


def endless(port, pid, other):
    """24 ask without end for addresses of which there is no end, and for each the register is opened; who reads
    the front page gets several for each of theirs, and the other page, which is still to be made, soon"""
    stop = threading.Event()
    made = [0] * 24

    def more(i):
        n = 0
        while not stop.is_set():
            n += 1
            made[i] += status(get(port, b"/figure/P2/SY/%d-%d" % (i, n))) == 404

    crowd = [threading.Thread(target=more, args=(i,), daemon=True) for i in range(len(made))]
    for one in crowd:
        one.start()
    read = 0
    began = time.monotonic()
    while sum(made) < 40 and time.monotonic() - began < 120:
        answer = get(port, b"/")
        if status(answer) != 200:
            return "page %d gives %r" % (read, answer[:200])
        read += 1
    there = 0
    while there < 20 and status(get(port, other.encode())) != 200:
        there += 1
    stop.set()
    for one in crowd:
        one.join(60)
    print("# %d pages read, %d made" % (read, sum(made)), file=sys.stderr)
    if there == 20:
        return other + " cannot be had"
    return None if read > 3 * sum(made) else "%d pages read, %d made" % (read, sum(made))


def flood(port, pid, most):
    """300 who ask without end and take nothing"""
    one = b"GET / HTTP/1.1\r\n" + HOST + b"Accept-Encoding: gzip\r\n\r\n"
    return beside(port, pid, 40, Crowd(port, 300, one * 50, one * 50), int(most))


def headers(port, _):
    """a flood of headers is cut off, and said to be too much"""
    many = b"".join(b"X-%d: y\r\n" % i for i in range(20000))
    for head in (many, b"X: " + b"y" * 1000000 + b"\r\n", b"Cookie: a=b;" * 50000 + b"\r\n"):
        answer = ask(port, b"GET / HTTP/1.1\r\n" + HOST + head + b"\r\n")
        if status(answer) not in (0, 400, 431):
            return "they give %r" % answer[:200]
    answer = ask(port, b"GET /" + b"a" * 4000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    if status(answer) != 414:
        return "a long address gives %r" % answer[:200]
    answer = get(port, b"/")
    return None if status(answer) == 200 else "afterwards / gives %r" % answer[:200]


def fetch(port, path, heads=b""):
    """status, headers (lower case) and body"""
    answer = ask(port, b"GET " + path + b" HTTP/1.1\r\n" + HOST + heads + b"Connection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    rows = [line.split(b":", 1) for line in head.split(b"\r\n")[1:]]
    return status(answer), {key.strip().lower().decode(): value.strip().decode() for key, value in rows}, body


def encodings(port, _, *paths):
    """packed or not, a page and a file of the pages are the same, and caches can tell"""
    for path in paths:
        path = path.encode()
        plain, head, body = fetch(port, path)
        packed, packed_head, packed_body = fetch(port, path, b"Accept-Encoding: gzip\r\n")
        if (plain, packed) != (200, 200) or "content-encoding" in head:
            return "%r: %d, %d, %r" % (path, plain, packed, head)
        if packed_head.get("content-encoding") != "gzip" or gzip.decompress(packed_body) != body:
            return "%r by gzip: %r" % (path, packed_head)
        if len(packed_body) >= len(body) or packed_head["etag"] == head["etag"]:
            return "%r: %d and %d bytes, %s and %s" % (path, len(packed_body), len(body), packed_head["etag"],
                                                       head["etag"])
        for one in (head, packed_head):
            if "Accept-Encoding" not in one.get("vary", ""):
                return "%r: Vary: %s" % (path, one.get("vary"))
        again, head, _ = fetch(port, path, b"Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n"
                               % packed_head["etag"].encode())
        if again != 304 or head.get("etag") != packed_head["etag"]:
            return "%r again: %d, %r" % (path, again, head)
    return None


def ranges(port, _, path):
    """pieces of a file are the file"""
    path = path.encode()
    code, head, whole = fetch(port, path)
    if code != 200 or head.get("accept-ranges") != "bytes" or len(whole) < 100:
        return "whole: %d, %r" % (code, head)
    got = b""
    while len(got) < len(whole):
        ask_for = b"Range: bytes=%d-%d\r\nIf-Range: %s\r\n" % (
            len(got), len(got) + len(whole) // 7, head["etag"].encode())
        code, part_head, part = fetch(port, path, ask_for)
        want = "bytes %d-%d/%d" % (len(got), len(got) + len(part) - 1, len(whole))
        if code != 206 or part_head.get("content-range") != want or not part:
            return "from %d: %d, %r" % (len(got), code, part_head)
        got += part
    if got != whole:
        return "the pieces are another file"
    code, head, part = fetch(port, path, b"Range: bytes=-9\r\n")
    if code != 206 or part != whole[-9:]:
        return "the end: %d" % code
    code, head, part = fetch(port, path, b"Range: bytes=%d-\r\n" % len(whole))
    if code != 416 or head.get("content-range") != "bytes */%d" % len(whole):
        return "behind the end: %d, %r" % (code, head)
    code, head, part = fetch(port, path, b"Range: bytes=0-1\r\nIf-Range: \"other\"\r\n")
    return None if code == 200 and part == whole else "of another file: %d" % code


def weight(port, _, path, most):
    """a first visit: the page, its style, script, icon, and all fonts for its letters"""
    code, head, body = fetch(port, path.encode(), b"Accept-Encoding: gzip, br\r\n")
    total = len(body)
    page = gzip.decompress(body).decode() if head.get("content-encoding") == "gzip" else body.decode()
    parts = set(part for part in page.replace("'", '"').split('"') if part.startswith("/static/"))
    if code != 200 or len(parts) < 3:
        return "%d, %r" % (code, sorted(parts))
    for part in sorted(parts):
        code, head, body = fetch(port, part.encode(), b"Accept-Encoding: gzip\r\n")
        if code != 200 or "immutable" not in head.get("cache-control", ""):
            return "%s: %d, %r" % (part, code, head)
        total += len(body)
        if not part.endswith(".css"):
            continue
        for font in gzip.decompress(body).decode().split('url("')[1:]:
            font = font.split('"')[0]
            code, head, data = fetch(port, font.encode())
            if code != 200 or (font.endswith(".woff2") and data[:4] != b"wOF2"):
                return "%s: %d" % (font, code)
            # Letters that hardly any page has.
            total += 0 if "latin-ext" in font else len(data)
    print("# %d bytes" % total, file=sys.stderr)
    return None if total <= int(most) else "%d bytes" % total


def alone(port, pid):
    """it listens on 127.0.0.1 and nowhere else"""
    ours = set()
    for fd in os.listdir("/proc/%d/fd" % pid):
        try:
            ours.add(os.readlink("/proc/%d/fd/%s" % (pid, fd)))
        except OSError:
            pass
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        try:
            with open("/proc/%d/net/%s" % (pid, table), encoding="ascii") as f:
                rows = [line.split() for line in f.readlines()[1:]]
        except OSError:
            continue
        for row in rows:
            listens = row[3] == "0A" or table.startswith("udp")
            if listens and "socket:[%s]" % row[9] in ours:
                found.append((table, row[1]))
    want = [("tcp", "0100007F:%04X" % port)]
    if sys.byteorder == "big":
        want = [("tcp", "7F000001:%04X" % port)]
    return None if found == want else "it listens on %s" % found


def main():
    port, pid, what = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    wrong = globals()[what](port, pid, *sys.argv[4:])
    if wrong:
        print(wrong, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
