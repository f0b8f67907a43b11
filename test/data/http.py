"""What curl cannot say to a web server: http.py PORT PID WHAT [ARGUMENT...]. Exits 0 where the server keeps
its word; else says what it did."""
import os
import socket
import sys
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
    answer = ask(port, one * 20 + b"GET /style.css HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    n = answer.count(b"HTTP/1.1 200 OK")
    return None if n == 21 else "%d answers for 21 requests" % n


def slow(port, _):
    """those who send a byte now and then keep nobody out, and are shown out"""
    drips = [connect(port) for _ in range(40)]
    for s in drips:
        s.sendall(b"GET / HTTP/1.1\r\n")
    began = time.monotonic()
    for _ in range(5):
        answer = get(port, b"/")
        if status(answer) != 200:
            return "beside them / gives %r" % answer[:200]
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


def full(port, _):
    """more connections than it takes: a reader is let in when the first of them are shown out"""
    many = []
    try:
        for _ in range(400):
            many.append(connect(port))
    except OSError as wrong:
        return "connection %d: %s" % (len(many), wrong)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if status(get(port, b"/public/policy")) == 200:
                return None
        except OSError:
            pass
        time.sleep(0.2)
    return "nobody else gets in"


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
