#!/usr/bin/env python3
"""tools/mklang.py: translations that build and those that must not, as TAP."""
import contextlib
import io
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "tools"))
import mklang  # noqa: E402
import mkpage  # noqa: E402

HEAD = '''msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=%s;\\n"

'''
TWO = "2; plural=(n != 1)"
SIX = "6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
PAGE = """{page x}
<p>{t Hello}</p>
<p>{t %s of %n | a, b}</p>
{tn %n entry | %n entries | n}
"""
GOOD = '''#. a remark
#: somewhere
msgid "Hello"
msgstr "مر"
"حبا"

msgid "%s of %n"
msgstr "%2$n %1$s"

msgid "%n entry"
msgid_plural "%n entries"
msgstr[0] "واحد"
msgstr[1] "%n"
'''

count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    for line in str(remark).splitlines() if not good else ():
        print("#   %s" % line)


def made(po, page=PAGE, c=None, draft=False):
    """(what is made, None) or (None, the complaint)."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in (("ar.po", po), ("x.page", page), ("x.c", c)):
            if text is not None:
                paths.append(os.path.join(folder, name))
                with open(paths[-1], "w", encoding="utf-8") as f:
                    f.write(text)
        out = os.path.join(folder, "out.c")
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                mklang.main(out, folder, draft, paths)
        except (mklang.Mistake, mkpage.Mistake) as mistake:
            return None, str(mistake).replace(folder + "/", "")
        with open(out, encoding="ascii") as f:
            return f.read(), None


def refuses(name, po, want, **more):
    _, complaint = made(po, **more)
    ok(complaint is not None and want in complaint, "refused: " + name, "%s\nwanted: %s" % (complaint, want))


def holds(name, want, **more):
    text, complaint = made(HEAD % TWO + GOOD, **more)
    ok(text is not None and want in text, name, complaint or text)


def swap(old, new):
    assert old in GOOD
    return HEAD % TWO + GOOD.replace(old, new)


def c_with(code, translated):
    """A C source beside the page, and whether its text is asked for."""
    return made(HEAD % TWO + GOOD + ('\nmsgid "Other"\nmsgstr "آخر"\n' if translated else ""), c=code)


def plural(text, wanted):
    """An expression against what it should choose for 0, 1, 2, ..."""
    got = [mklang.Plural(text, "x").call(n) for n in range(len(wanted))]
    ok(got == wanted, "chosen: " + text, "%s\nwanted: %s" % (got, wanted))


def plural_refused(text, want):
    refuses("plural " + text, HEAD % text + GOOD, want)


holds("texts become a sorted table", '{ "%s of %n", 0, {\n\t\t[LANG_AR] = { "%2$n %1$s" }')
holds("a text over lines is one", '"\\331\\205\\330\\261\\330\\255\\330\\250\\330\\247"')
holds("plural forms stand together", '"%n entry", "%n entries", {\n\t\t[LANG_AR] = { '
      '"\\331\\210\\330\\247\\330\\255\\330\\257", "%n" }')
holds("the choice among them is C", "return (unsigned)(n != UINT64_C(1));")

refuses("a text without its translation", swap('msgid "Hello"', 'msgid "Hallo"'),
        "'Hello' (x.page:2) has no translation")
refuses("a translation that is used nowhere", swap('msgid "Hello"', 'msgid "Hallo"'),
        "ar.po:9: 'Hallo' is used nowhere")
refuses("an empty translation", swap('"مر"\n"حبا"', '""'), "ar.po:9: 'Hello' wants 1 translation")
refuses("a fuzzy one", swap("#: somewhere", "#, fuzzy"), "'Hello' is marked fuzzy")
refuses("a text twice", HEAD % TWO + GOOD + '\nmsgid "Hello"\nmsgstr "x"\n', "'Hello' stands there twice, first in line 9")
refuses("a placeholder too few", swap("%2$n %1$s", "%1$s"), "has other placeholders than '%s of %n'")
refuses("a placeholder too many", swap("%2$n %1$s", "%s %n %d"), "has other placeholders")
refuses("placeholders in a wrong order", swap("%2$n %1$s", "%n %s"), "has other placeholders")
refuses("an unknown placeholder", swap("%2$n %1$s", "%s %n %x"), "'%x' is no placeholder")
refuses("a percent sign alone", swap("%2$n %1$s", "%s %n %"), "'%' is no placeholder")
refuses("another placeholder in a plural", swap('msgstr[1] "%n"', 'msgstr[1] "%n %s"'), "has other placeholders")
refuses("a plural form too few", swap('msgstr[1] "%n"\n', ""), "wants 2 translations")
refuses("a plural form too many", HEAD % TWO + GOOD + 'msgstr[2] "%n"\n', "wants 2 translations")
refuses("no plural where there is one", swap('msgid_plural "%n entries"\n', ""), "has the plural '%n entries'")
refuses("another plural", swap("%n entries", "%n entrys"), "has the plural '%n entries' in the sources")
refuses("two plurals in the sources", HEAD % TWO + GOOD, "has another plural in x.page:4",
        page=PAGE + "{tn %n entry | %n entrances | n}")
refuses("an unknown line", swap("#. a remark", "remark"), "ar.po:7: no line of a .po file")
refuses("a context", swap('msgid "Hello"', 'msgctxt "a"\nmsgid "Hello"'), "no line of a .po file")
refuses("a text that belongs to nothing", swap("#: somewhere", '"x"'), "ar.po:8: a text that belongs to nothing")
refuses("a second translation", swap('"حبا"', 'msgstr "x"'), "a second translation")
refuses("no header", GOOD, "begins with no header")
refuses("another language's header", HEAD.replace("ar", "fr") % TWO + GOOD, "does not say 'Language: ar'")
refuses("another encoding", HEAD.replace("UTF-8", "latin1") % TWO + GOOD, "and UTF-8")
refuses("an unknown escape", swap("مر", "\\q"), "no such escape: \\q")

text, complaint = made(swap('msgid "Hello"', 'msgid "Hallo"'), draft=True)
ok(text is not None and '"Hello", 0, {\n\t\t[LANG_AR] = { "Hello" }' in text,
   "a draft shows English where a translation is missing", complaint)
ok(made(swap("%2$n %1$s", "%1$s"), draft=True)[1] is not None, "a draft's placeholders are right, too")

for code in ('f(MSG("Other"));', 'f(msg(lang, "Other"));', 'f(msg(v->lang, "Oth"\n\t"er"));', 'x = { MSG("Other"), 1 };',
             'f(msg_fmt(v->a, v->lang, "Other", NULL, 0));', 'f(msg(lang_of(x, 1), "Other"));'):
    ok("'Other' (x.c:1)" in str(c_with(code, False)[1]), "asked for: " + code.replace("\n\t", " "), c_with(code, False)[1])
    ok(c_with(code, True)[0] is not None, "and found: " + code.replace("\n\t", " "), c_with(code, True)[1])
for code in ('/* MSG("Other") */', '// MSG("Other")', 'f(x, "Other");', 'f("MSG(\\"Other\\")");'):
    ok(c_with(code, False)[0] is not None, "not asked for: " + code, c_with(code, False)[1])
refuses("a plural in C without translations", HEAD % TWO + GOOD, "'%n log' (x.c:2) has no translation",
        c='\nf(msg_count(a, lang, MSG_PAIR("%n log", "%n logs"), args, 1));')

plural(SIX.split("plural=")[1], [0, 1, 2] + [3] * 8 + [4] * 89 + [5, 5, 5] + [3] * 8 + [4])
plural("n != 1", [1, 0, 1, 1])
plural("n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2",
       [2, 0, 1, 1, 1] + [2] * 16 + [0, 1])
plural_refused("2; plural=n", "gives 0, 1, 2")
plural_refused("2; plural=0", "gives 0, not 0 to 1")
plural_refused("7; plural=n%7", "no Plural-Forms of at most 6 forms")
plural_refused("2; plural=system(n)", "'system(n)'")
plural_refused("2; plural=n != 1; x()", "no Plural-Forms")
plural_refused("2; plural=n % 0", "a number that is not 0")
plural_refused("2; plural=1 % n", "a number that is not 0")
plural_refused("2; plural=(n != 1", "its end where ) is due")
plural_refused("2; plural=n != 1)", "')' left over")
plural_refused("2; plural=n ? 1", "its end where : is due")
plural_refused("2; plural=" + "(" * 60 + "n" + ")" * 60, "too deep")
plural_refused("2; plural=n = 1", "' = 1'")

print("1..%d" % count)
sys.exit(1 if failures else 0)
