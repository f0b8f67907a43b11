"""What a disk may hold when the power goes, from what it was told (test/shim/power.c): the part of tools/crash
that stands for the disk.

What was synced is there. Of the rest, by the way `how` in which it is lost:
  dropped   nothing;
  torn      of the bytes, each sector of 512 has those of any moment since the last sync, and a file any
            length it had; of the names, each folder any part of its changes;
  ordered   the names as a disk with a journal has them: all changes up to some moment; bytes as with torn;
  kept      all of it.
What is assumed: a sector is written whole or not, and nothing beside it is harmed (SQLite calls that
powersafe overwrite); a rename within a folder is done or not, one between folders may be half done; what is not written is zeros. A file that is
synced keeps its bytes but not its name, unless the folder is synced: POSIX says no more, though most
systems do more. The -shm of SQLite is left out: it is made anew.
"""
import os
import shutil
import struct

SECTOR = 512
HOW = ("dropped", "torn", "ordered", "kept")


class Inode:
    """A file: bytes at the last sync, and what was done since."""

    def __init__(self, synced=b""):
        self.synced, self.since = synced, []

    def versions(self):
        """What it held from the last sync on, moment by moment."""
        content = bytearray(self.synced)
        yield bytes(content)
        for number, data in self.since:
            if data is None:
                del content[number:]
                content.extend(bytes(number - len(content)))
            else:
                content.extend(bytes(max(0, number - len(content))))
                content[number:number + len(data)] = data
            yield bytes(content)

    def sync(self):
        if self.since:
            *_, self.synced = self.versions()
            self.since = []

    def after(self, how, rng):
        if not self.since or how == "dropped":
            return self.synced
        moments = list(self.versions())
        if how == "kept":
            return moments[-1]
        size = len(rng.choice(moments))
        sector = rng.choice((SECTOR, 4096))
        content = bytearray(size)
        for at in range(0, size, sector):
            part = rng.choice(moments)[at:min(at + sector, size)]
            content[at:at + len(part)] = part
        return bytes(content)


class Folder:
    """A folder: its names at the last sync, and what was done since, with the time of each change."""

    def __init__(self):
        self.synced, self.now, self.since = {}, {}, []

    def change(self, when, names):
        self.since.append((when, names))
        self.now = changed(self.now, names)

    def sync(self):
        self.synced, self.since = dict(self.now), []

    def after(self, how, rng, moment):
        names = dict(self.synced)
        for when, change in self.since:
            if how == "kept" or (how == "ordered" and when < moment) or \
                    (how == "torn" and rng.random() < 0.5):
                names = changed(names, change)
        return names


def changed(names, change):
    return {n: x for n, x in {**names, **change}.items() if x is not None}


class Disk:
    def __init__(self, folder, prefix):
        """The folder as it is, all of it synced, of its names those that begin with the prefix."""
        self.root, self.folder, self.when = Folder(), folder, 0
        for name in os.listdir(folder):
            if name == prefix or name.startswith(prefix + "."):
                self.root.now[name] = self.load(os.path.join(folder, name))
        self.root.sync()

    def load(self, path):
        if os.path.isfile(path):
            with open(path, "rb") as f:
                return Inode(f.read())
        folder = Folder()
        folder.now = {name: self.load(os.path.join(path, name)) for name in os.listdir(path)
                      if not name.endswith("-shm")}
        folder.sync()
        return folder

    def find(self, path):
        """What has this path now; None where it was removed."""
        found = self.root
        for name in os.path.relpath(path, self.folder).split("/"):
            if name != ".":
                found = found.now.get(name) if isinstance(found, Folder) else None
        return found

    def tell(self, log):
        """Does what a log of test/shim/power.c says was done."""
        with open(log, "rb") as f:
            text = f.read()
        at, head = 0, struct.Struct("<cqII")
        while at < len(text):
            what, number, n, m = head.unpack_from(text, at)
            at += head.size
            path, more = text[at:at + n].decode(), text[at + n:at + n + m]
            at += n + m
            self.when += 1
            self.do(what.decode(), number, path, more)

    def do(self, what, number, path, more):
        if path.endswith("-shm"):
            return
        file, (above, name) = self.find(path), os.path.split(path)
        if what in "cm":
            self.find(above).change(self.when, {name: Inode() if what == "c" else Folder()})
        elif what in "ud":
            self.find(above).change(self.when, {name: None})
        elif what == "r":
            self.renamed(above, name, *os.path.split(more.decode()))
        elif what == "l":
            to, new = os.path.split(more.decode())
            self.find(to).change(self.when, {new: file})
        elif path.endswith(" (deleted)"):
            return
        elif file is None:
            raise AssertionError("%s was made behind our back" % path)
        elif what == "s":
            file.sync()
        else:
            file.since.append((number, more if what == "w" else None))

    def renamed(self, above, name, to, new):
        """From one folder to another it is two changes, of which either may be lost."""
        file = self.find(os.path.join(above, name))
        if to == above:
            self.find(above).change(self.when, {name: None, new: file})
        else:
            self.find(to).change(self.when, {new: file})
            self.find(above).change(self.when, {name: None})

    def check(self):
        """What it was told is what is there: nothing passed by."""
        for name, part in self.root.now.items():
            self.same(part, os.path.join(self.folder, name))

    def same(self, part, path):
        if isinstance(part, Inode):
            *_, content = part.versions()
            with open(path, "rb") as f:
                assert f.read() == content, "%s was written behind our back" % path
            return
        names = {n for n in os.listdir(path) if not n.endswith("-shm")}
        assert names == set(part.now), "%s has other names than we know of" % path
        for name in names:
            self.same(part.now[name], os.path.join(path, name))

    def lose(self, how, rng):
        """The power goes: what is left takes the place of what is there."""
        moment = rng.randint(0, self.when + 1)
        for name in set(self.root.now) | set(self.root.synced) | \
                {n for _, change in self.root.since for n in change}:
            remove(os.path.join(self.folder, name))
        self.put(self.root, self.folder, how, rng, moment)

    def put(self, what, path, how, rng, moment):
        if isinstance(what, Inode):
            with open(path, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as f:
                f.write(what.after(how, rng))
            return
        if path != self.folder:
            os.mkdir(path, 0o700)
        for name, part in sorted(what.after(how, rng, moment).items()):
            self.put(part, os.path.join(path, name), how, rng, moment)


def remove(path):
    if os.path.isdir(path):
        shutil.rmtree(path)
    elif os.path.exists(path):
        os.remove(path)
