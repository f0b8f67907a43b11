#!/usr/bin/env python3
"""tools/mkpage.py: pages that build and what they then write, and pages that must not build, as TAP."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "tools"))
import mkpage  # noqa: E402

P = "{page x}\n"

# What must not build: why, the page, where (line:column) and what is said.
REFUSED = [
    # Where escaping does not help.
    ("a value without quotes around it", P + "<a class={= s}>x</a>", "2:10: no {=} in a value"),
    ("within a value without quotes", P + "<a class=b{= s}>x</a>", "2:11: no {=} in a value without quotes"),
    ("a value in single quotes", P + "<a class='{= s}'>x</a>", "2:11: no {=} in a value in single quotes"),
    ("a tag's name", P + "<{= s}>x</b>", "2:1: '<' begins no tag"),
    ("the rest of a tag's name", P + "<h{i n}>x</h1>", "2:3: no {i} in a tag's name"),
    ("an end tag's name", P + "<h1>x</h{i n}>", "2:6: an end tag"),
    ("an attribute's name", P + '<p {= s}="a">x</p>', "2:4: no {=} in a tag"),
    ("the rest of an attribute's name", P + '<p data-{= s}="a">x</p>', "2:9: no {=} in an attribute's name"),
    ("behind a value", P + '<p class="a"{= s}>x</p>', "2:13: no {=} in a tag"),
    ("a comment", P + "<!-- {= s} -->", "2:6: no {=} in a comment"),
    ("a script", P + '<script src="/a.js">{= s}</script>', "2:21: no {=} in a script"),
    ("a style", P + "<style>{= s}</style>", "2:1: <style> has no place"),
    ("a handler", P + '<p onclick="{= s}">x</p>', "2:4: no onclick"),
    ("a handler in capitals", P + '<p ONclick="{= s}">x</p>', "2:4: no ONclick"),
    ("a style attribute", P + '<p style="color:{= s}">x</p>', "2:4: no style"),
    ("a text as an address", P + '<a href="{= s}">x</a>', "2:10: an address takes"),
    ("a translation as an address", P + '<a href="{t x}">x</a>', "2:10: an address takes"),
    ("an address in single quotes", P + "<a href='{url s}'>x</a>", "2:10: {url} is for addresses, in double"),
    ("an address as text", P + "<p>{url s}</p>", "2:4: {url} is for addresses"),
    ("an address in another attribute", P + '<p title="{url s}">x</p>', "2:11: {url} is for addresses"),
    ("a host", P + '<a href="https://{url s}/">x</a>', "2:18: nothing can be put into the scheme or host"),
    ("the end of a host", P + '<a href="https://a.org{url s}">x</a>', "2:23: nothing can be put"),
    ("a scheme behind a value", P + '<a href="{url s}:x">x</a>', "2:17: an address of this kind"),
    ("a script's address", P + '<a href="javascript:x()">x</a>', "2:20: an address of this kind"),
    ("a script's address with a blank", P + '<a href=" javascript:x()">x</a>', "2:10: no blank"),
    ("a document in an address", P + '<a href="data:text/html,x">x</a>', "2:14: an address of this kind"),
    ("the address of a drawing's part", P + '<svg><use xlink:href="{= s}"/></svg>', "2:23: an address takes"),
    ("a colour by a text", P + '<svg><path fill="{= s}"/></svg>', "2:18: only {i}"),
    ("{root} in the middle", P + '<a href="/x{root}">x</a>', "2:12: {root} begins an address"),
    ("markup in a value", P + '<p title="{html m}">x</p>', "2:11: {html} cannot stand in"),
    ("markup in a title", P + "<title>{html m}</title>", "2:8: {html} cannot stand in"),
    ("a fragment in a value", P + '<p title="{call x}">x</p>', "2:11: {call} cannot stand in"),
    ("a document within", P + '<a srcdoc="x">x</a>', "2:4: no srcdoc"),
    ("a frame", P + '<iframe src="/x"></iframe>', "2:1: <iframe> has no place"),
    ("a frame in capitals", P + '<IFrame src="/x"></IFrame>', "2:1: <IFrame> has no place"),
    ("the base of addresses", P + '<base href="/">', "2:1: <base> has no place"),
    ("an animation", P + '<svg><set attributeName="href"/></svg>', "2:6: <set> has no place"),
    ("HTML within a drawing", P + "<svg><foreignObject></foreignObject></svg>", "2:6: <foreignObject>"),
    ("what browsers with script skip", P + "<noscript>x</noscript>", "2:1: <noscript> has no place"),
    ("a refresh", P + '<meta http-equiv="refresh">', "2:7: no http-equiv"),
    ("a script in the page", P + "<script>x()</script>", "2:8: no script in a page"),
    ("a script in the page, beside its file", P + '<script src="/x">x()</script>', "2:18: no script in a page"),
    # What a browser would repair.
    ("a tag that is not closed", P + "<p><b>x</p>", "2:8: </p> where </b> is due"),
    ("a tag open at the end", P + "<p>x\n", "3:1: page x leaves <p> open"),
    ("a tag open before the next page", P + "<p>x\n{page y}\n", "3:1: page x leaves <p> open"),
    ("an end too many", P + "x</p>", "2:2: </p> ends nothing"),
    ("a closed element", P + "<div/>", "2:5: <div/> would stay open"),
    ("a block in a paragraph", P + "<p><ul></ul></p>", "2:4: <ul> would end the <p>"),
    ("a link in a link", P + '<a href="/"><b><a href="/">x</a></b></a>', "2:16: <a> within <a>"),
    ("a less-than sign", P + "1 < 2", "2:3: '<' begins no tag"),
    ("an ampersand", P + "a & b", "2:3: '&' begins no character reference"),
    ("an ampersand before a value", P + "a&{= s};", "2:2: '&' begins no"),
    ("a reference without its end", P + "a&amp b", "2:2: '&' begins no"),
    ("an unknown reference", P + "&foo;", "2:1: '&' begins no"),
    ("a quote in a value without", P + '<p class=a"b>x</p>', "2:11: put the value of class in double"),
    ("no value", P + "<p class=>x</p>", "2:10: class has no value"),
    ("an attribute twice", P + '<p id="a" id="b">x</p>', "2:11: id stands in <p> twice"),
    ("an attribute twice by a branch", P + '<p id="a"{if c} id="b"{end}>x</p>', "2:17: id stands in <p> twice"),
    ("no blank before an attribute", P + '<p id="a"class="b">x</p>', "2:10: no blank"),
    ("no blank by a branch", P + '<p{if c}class="b"{end}>x</p>', "2:9: no blank"),
    ("capitals", P + "<P>x</P>", "2:1: <P> is written <p>"),
    ("a processing instruction", P + "<?php x ?>", "2:1: '<' begins no tag"),
    ("a comment to the end", P + "<!-- x", "2:7: page x ends in a comment"),
    ("a tag to the end", P + "<p class", "2:9: page x ends in an attribute's name"),
    ("a value to the end", P + '<p class="a', "2:12: page x ends in a quoted value"),
    ("markup in a title's text", P + "<title>a<b>c</b></title>", "2:9: no markup in <title>"),
    ("a control character", P + "a\x01b", "2:2: a control character"),
    # Branches.
    ("a tag opened by a branch", P + "{if c}<b>{end}x</b>", "2:10: this branch begins in text at the top and"
     " ends in text in <b>"),
    ("a tag closed by a branch", P + "<b>{if c}</b>{else}</b>{end}", "2:14: this branch begins"),
    ("a value ended by a branch", P + '<p class="a{if c}" id="{end}b">x</p>', "2:24: this branch begins in"
     " a quoted value of class and ends in a quoted value of id"),
    ("a quote ended by a branch", P + '<p class="a{if c}"{end}>x</p>', "2:19: this branch begins"),
    ("two branches of a kind", P + "{if c}x{else}<b>{end}", "2:17: this branch begins"),
    ("a loop that opens", P + "<ul>{for int i = 0; i < 3; i++}<li>{end}</ul>", "2:36: this branch begins"),
    ("a loop in a tag", P + '<p {for int i = 0; i < 3; i++}id="a"{end}>x</p>', "2:4: no {for} in a tag"),
    ("a branch behind a bare value", P + "<p id=a{if c} hidden{end}>x</p>", "2:8: no {if} in a value without"),
    ("a branch in a tag's name", P + "<h{if c}1{else}2{end}>x</h1>", "2:9: no blank before"),
    ("an {end} too many", P + "{end}{end}", "2:6: {end} behind the {end} of page x"),
    ("text behind a page's {end}", P + "<p>x</p>{end} y", "2:14: text behind the {end} of page x"),
    ("a page's {end} within a tag", P + "<p>{end}</p>", "2:4: page x leaves <p> open"),
    ("an {if} without its {end}", P + "x{if c}y", "2:2: {if} without its {end}"),
    ("an {else} in a loop", P + "{for int i = 0; i < 3; i++}{else}{end}", "2:28: {else} without its {if}"),
    ("an {elif} behind {else}", P + "{if c}{else}{elif d}{end}", "2:13: {elif} without its {if}"),
    # Directives.
    ("an unknown directive", P + "{foo x}", "2:1: no directive is called 'foo'"),
    ("a brace alone", P + "a { b", "2:3: no directive is called ''"),
    ("a directive to the end", P + "{= s", "2:1: '{' without its '}'"),
    ("an empty expression", P + "{= }", "2:1: {=} of what?"),
    ("two statements", P + "{= s; x()}", "2:1: no ';' in {=}"),
    ("brackets that do not match", P + "{= f(s]}", "2:7: ']' closes nothing"),
    ("a bracket that is not closed", P + "{= f(s}", "2:7: '}' closes nothing"),
    ("a comment in C", P + "{= s /* } */}", "2:6: no C comment"),
    ("a string over a line", P + '{= S("a\n")}', '2:6: a " that is not closed'),
    ("text before a page", "<p>x</p>\n" + P, "1:1: text before the first {page ...}"),
    ("a value before a page", "{= s}\n" + P, "1:1: {=} before the first {page ...}"),
    ("a page of a wrong name", "{page X}\n", "1:1: it is {page name}"),
    ("a header from elsewhere", '{use <stdio.h>}\n' + P, "1:1: it is {use"),
    ("a header within a page", P + '{use "web/view.h"}', "2:1: {use} stands before"),
    ("a call of nothing", P + "{call y}", "2:1: there is no page y"),
    ("a call without arguments", P + "{call y}{page y(bool b)}", "2:1: page y takes bool b"),
    ("a page twice", P + P, "2:1: page x is in"),
    # Texts to translate.
    ("no text", P + "{t }", "2:1: no text to translate"),
    ("a directive in a text", P + "{t a {= s}}", "2:6: no directive within a text"),
    ("too few arguments", P + "{t %s and %s | a}", "2:1: 1 arguments for 2 placeholders"),
    ("too many arguments", P + "{t %s | a, b}", "2:1: 2 arguments for 1 placeholders"),
    ("an argument with a comma in it is one", P + "{t %s %s | f(a, b)}", "2:1: 1 arguments for 2"),
    ("an empty argument", P + "{t %s %s | a, }", "an argument is empty"),
    ("an unknown placeholder", P + "{t %x | a}", "2:1: '%x' is no placeholder"),
    ("a percent sign", P + "{t 5 % of it}", "2:1: '% ' is no placeholder"),
    ("one argument as two things", P + "{t %1$s %1$n | a}", "2:1: argument 1 is '%s' and '%n'"),
    ("a reference in a text", P + "{t a&nbsp;b}", "2:1: a text to translate holds no"),
    ("a plural of one form", P + "{tn %n entry | n}", "2:1: it is {tn"),
    ("a plural of two arguments in one form", P + "{tn %n of %s | %n | n, s}", None),
    ("a plural whose forms differ", P + "{tn %n | %n of %s | n, s}", "2:1: the two forms differ in argument 2"),
    ("a plural by a text", P + "{tn %s | %s | s}", "2:1: the first argument of {tn} is the number"),
]

GOOD = """\
{# A page with everything; {= nothing} in here counts. }
{use "web/page.h"}
{page whole(const struct thing *v)}
{let const int64_t big = v->n}
<!DOCTYPE html>
<html lang="en">
  <head><title>{= v->s} &amp; {t more}</title><script src="/static/{url v->path}" defer></script></head>
  <body>
<!-- not in the output -->
  <p
     class="a{if v->yes} b{else} c{end}"{if v->yes} aria-current="page"{end}   lang=en hidden{if !v->yes} id="x"{end}>
    {= v->s} {{} {n big} {i big} {d v->day} {D v->day}   end
  </p>
<ul>
  {for int i = 0; i < 3; i++}
    {if i == 1}
    <li data-n="{n big}">{i i}</li>
    {elif i == 2}
    <li title="{t Bulletin %n of %d | v->n, v->day}">two</li>
    {else}
    <li>{call chip(S("}<'"), true)}</li>
    {end}
  {end}
</ul>
<a href="{root}/log/{url v->s}">1</a><a href="/{url v->path}">2</a><a href="{url v->path}">3</a>
<a href="https://example.org/{url v->s}#{url S("")}">4</a><a href="/{url S("")}/evil">5</a>
{tn %n entry of %s | %n entries of %s | 1, v->s} {tn %n entry of %s | %n entries of %s | v->n, v->s}
{t 100 %% of
   it} {html v->m}
<pre>
  kept   as
it is</pre><textarea>{= v->s}</textarea><input value="{= v->s}" disabled>
<svg viewBox="0 0 1 1"><title>{= v->s}</title><path fill="#{i 12}" d="M0 0"/><linearGradient></linearGradient></svg>
</body></html>

{end}

{page chip(struct str word, bool ok)}
<b class="{if ok}ok{end}">{= word}</b>
"""

MAIN = """\
#include <stdio.h>
#include "base/arena.h"
#include "thing.h"
#include "pages.gen.h"
int main(void)
{
	struct arena *a = arena_new(0);
	struct thing t = { S("<b> \\"'&"), S("//e vil:8/a?\\xc3\\xa9"), { S("<i>!</i>") }, 1234567, 17144, true };
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		struct buf b = { .a = a };
		struct page p = { &b, a, (enum lang)lang };
		page_whole(&p, &t);
		fwrite(b.p, 1, b.len, stdout);
		puts("\\n====");
		t.yes = false;
	}
	arena_free(a);
	return 0;
}
"""

THING = """\
#include "web/page.h"
struct thing { struct str s, path; struct markup m; int64_t n, day; bool yes; };
"""

PO = """\
msgid ""
msgstr "Language: ar\\nContent-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "more"
msgstr "المزيد"

msgid "Bulletin %n of %d"
msgstr "%2$d: %1$n"

msgid "%n entry of %s"
msgid_plural "%n entries of %s"
msgstr[0] "واحد %2$s"
msgstr[1] "%n %s"

msgid "100 %% of it"
msgstr "%%100"
"""

# What the first page writes, in English with the branch taken.
WRITES = [
    ("the beginning", '<!DOCTYPE html>\n<html lang="en">\n<head><title>'),
    ("text is escaped in a title", "<title>&lt;b&gt; &quot;&#39;&amp; &amp; more</title>"),
    ("a path keeps its slashes but is no host", 'src="/static/%2F/e%20vil%3A8/a%3F%C3%A9" defer'),
    ("branches within a tag", '<p class="a b" aria-current="page" lang=en hidden>\n'),
    ("numbers and days", "{} 1,234,567 1234567 9 December 2016 Friday 9 December 2016 end\n</p>"),
    ("a number in an attribute has no commas", '<li data-n="1234567">1</li>'),
    ("a loop and its branches", '<li><b class="ok">}&lt;&#39;</b></li>\n<li data-n='),
    ("a text with arguments", '<li title="Bulletin 1,234,567 of 9 December 2016">two</li>\n</ul>'),
    ("a link within the language", '<a href="/en/log/%3Cb%3E%20%22%27%26">1</a>'),
    ("a path behind a slash", '<a href="/%2F/e%20vil%3A8/a%3F%C3%A9">2</a>'),
    ("a path without one", '<a href="/%2Fe%20vil%3A8/a%3F%C3%A9">3</a>'),
    ("an address elsewhere", '<a href="https://example.org/%3Cb%3E%20%22%27%26#">4</a>'),
    ("nothing behind a slash makes no host", '<a href="/./evil">5</a>'),
    ("singular and plural", "\n1 entry of &lt;b&gt; &quot;&#39;&amp; 1,234,567 entries of &lt;b&gt;"),
    ("a percent sign, and markup of our own", "100 % of it <i>!</i>\n<pre>"),
    ("white space that counts", "<pre>\n  kept   as\nit is</pre><textarea>&lt;b&gt;"),
    ("a value in an input", 'value="&lt;b&gt; &quot;&#39;&amp;" disabled>'),
    ("a drawing", '<svg viewBox="0 0 1 1"><title>&lt;b&gt; &quot;&#39;&amp;</title><path fill="#12" d="M0 0"/>'),
    ("the end", "</body></html>\n===="),
]
# And the second, in Arabic without it.
WRITES_AR = [
    ("the other branch", '<p class="a c" lang=en hidden id="x">'),
    ("a date in Arabic", " 9 كانون الأول 2016 الجمعة 9 كانون الأول 2016 end"),
    ("arguments in another order", '<li title="9 كانون الأول 2016: 1,234,567">'),
    ("letters of the other direction are set apart",
     "\nواحد \u2068&lt;b&gt; &quot;&#39;&amp;\u2069 1,234,567 \u2068&lt;b&gt;"),
    ("a link in Arabic", '<a href="/ar/log/'),
    ("a percent sign in Arabic", "%100 <i>"),
]

count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    for line in str(remark).splitlines() if not good else ():
        print("#   %s" % line)


def said(folder, text):
    path = os.path.join(folder, "x.page")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    try:
        mkpage.load([path], folder)
    except mkpage.Mistake as mistake:
        return str(mistake)
    return None


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compiled(folder):
    """Makes GOOD into C by the tools' command lines, compiles it with every compiler there is and runs it."""
    for name, text in (("good.page", GOOD.replace('{use "web/page.h"}', '{use "t/thing.h"}')),
                       ("main.c", MAIN), ("t/thing.h", THING), ("ar.po", PO)):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    at = lambda name: os.path.join(folder, name)  # noqa: E731
    made = run(sys.executable, os.path.join(HERE, "tools/mkpage.py"), at("pages.gen.h"), at("pages.gen.c"),
               folder, at("good.page"))
    ok(made.returncode == 0, "a page with everything is made into C", made.stderr)
    made = run(sys.executable, os.path.join(HERE, "tools/mklang.py"), at("lang.gen.c"), folder, at("ar.po"),
               at("good.page"))
    ok(made.returncode == 0, "its texts are made into C", made.stderr)
    sources = ["base/str.c", "base/arena.c", "base/lang.c", "base/time.c", "base/num.c", "base/utf8.c",
               "web/html.c", "web/page.c"]
    output = None
    for compiler in ("gcc", "clang"):
        if not shutil.which(compiler):
            ok(True, "%s compiles it without a warning # SKIP it is not here" % compiler)
            continue
        built = run(compiler, "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Wconversion", "-Werror",
                    "-Wno-missing-field-initializers", "-I" + HERE + "/src", "-I" + folder, "-I" + at("t"),
                    "-o", at("made"), at("main.c"), at("pages.gen.c"), at("lang.gen.c"),
                    *[os.path.join(HERE, "src", name) for name in sources])
        ok(built.returncode == 0, "%s compiles it without a warning" % compiler, built.stderr)
        output = run(at("made")).stdout if os.path.exists(at("made")) else ""
    return output


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, text, want in REFUSED:
            message = said(folder, text)
            if want is None:
                ok(message is None, "builds: " + name, message)
            else:
                full = want if want.startswith(("page", "an argument")) else "x.page:" + want
                ok(message is not None and full in message, "refused: " + name,
                   "%s\nwanted: %s" % (message, want))
    with tempfile.TemporaryDirectory() as folder:
        output = compiled(folder) or ""
        english, _, arabic = output.partition("\n====")
        english += "\n===="
        for name, want in WRITES:
            ok(want in english, "written: " + name, want + "\n" + english)
        for name, want in WRITES_AR:
            ok(want in arabic, "written: " + name, want + "\n" + arabic)
        ok("not in the output" not in output, "a comment is not written")
    print("1..%d" % count)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
