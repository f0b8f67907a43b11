"""What tests in Python say as TAP: `ok` for each thing that is tested, `done` at the end."""

tests = failures = 0


def ok(what, good, *why):
    global tests, failures
    tests += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", tests, what))
    if not good:
        print("#", *why)


def done():
    """The plan; what the program exits with."""
    print("1..%d" % tests)
    return failures > 0
