"""Where in a page's HTML one is: a strict tokenizer, fed with literal text piece by piece.

It knows just enough of HTML and SVG to say, at any point between two pieces, whether a value that was
escaped with html_text can stand there and do nothing but be shown. What a browser would have to repair
(tags that do not match, values without quotes around them, references without a semicolon) is refused:
then browser and tokenizer cannot disagree on where they are.
"""
import html.entities
import re


class Wrong(Exception):
    """A mistake in a page: what it is, and the position in the file it stands at."""

    def __init__(self, at, text):
        super().__init__(text)
        self.at = at


VOID = set("area br col hr img input link meta source track wbr".split())
# They hold scripts, styles, other documents, or text that is read by rules of its own; or they change
# what addresses mean.
REFUSED = set("""animate animateMotion animateTransform applet base embed foreignObject frame frameset
    iframe listing math noembed noframes noscript object plaintext set style template xmp""".split())
SVG = set("""circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop svg symbol text textPath title tspan use""".split())
RCDATA = {"title", "textarea"}  # text up to the end tag; references count, tags do not
EXACT = {"pre", "textarea"}  # white space stays as it is
# A browser ends an open <p> before these.
ENDS_P = set("""address article aside blockquote details div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre section table ul""".split())

URLS = set("""action archive background cite classid codebase data formaction href icon imagesrcset
    longdesc manifest ping poster profile src srcset usemap xlink:href""".split())
# A value here may name a style or another resource: digits only.
STYLED = set("""clip-path cursor fill filter marker marker-end marker-mid marker-start mask
    stroke""".split())
NEVER = {"style": "style goes into app.css", "srcdoc": "a document within a document",
         "http-equiv": "what the browser is told stands in the headers"}

TAG_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*")
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|([A-Za-z][A-Za-z0-9]*));")
SPACE = " \t\n"
HOST = re.compile(r"https?://[A-Za-z0-9.-]+/")

# What stands for a substitution in the text of an address so far.
HOLE, ROOT = "\1", "\2"

# Modes, as messages name them.
TEXT, TEXT_ONLY, SCRIPT = "text", "the text of <title> or <textarea>", "a script"
TAG, AFTER = "a tag", "a tag, right behind a value"
TAG_START, NAME, AFTER_NAME, VALUE = "a tag's name", "an attribute's name", "an attribute's name", "a value"
DOUBLE, SINGLE, UNQUOTED = "a quoted value", "a value in single quotes", "a value without quotes"
COMMENT = "a comment"


class Place:
    """A point in the markup. Copied where a page branches."""

    FIELDS = ("mode", "tag", "attribute", "attributes", "stack", "url", "blank")

    def __init__(self):
        self.mode = TEXT
        self.tag = ""  # being opened
        self.attribute = ""  # whose value this is
        self.attributes = frozenset()  # of this tag
        self.stack = ()  # elements that are open
        self.url = ""  # the address so far
        self.blank = True  # white space was the last thing written, or nothing was

    def copy(self):
        other = Place()
        for field in self.FIELDS:
            setattr(other, field, getattr(self, field))
        return other

    def where(self):
        """For messages."""
        if self.mode in (DOUBLE, SINGLE, UNQUOTED):
            return "%s of %s" % (self.mode, self.attribute)
        if self.mode in (TEXT, TEXT_ONLY):
            return "%s in <%s>" % (TEXT, self.stack[-1]) if self.stack else "%s at the top" % TEXT
        return "%s (<%s>)" % (self.mode, self.tag) if self.tag else self.mode

    def same(self, other):
        """Whether both are one point; a tag's blank and the lack of one are told apart by join."""
        mine = TAG if self.mode == AFTER else self.mode
        theirs = TAG if other.mode == AFTER else other.mode
        return (mine, self.tag, self.attribute, self.stack) == (
            theirs, other.tag, other.attribute, other.stack)

    def join(self, other):
        """The one point that two branches end at: what holds of both."""
        joined = self.copy()
        if AFTER in (self.mode, other.mode):
            joined.mode = AFTER
        joined.attributes = self.attributes | other.attributes
        joined.blank = self.blank and other.blank
        if self.url != other.url:
            joined.url = HOLE
        return joined

    # A substitution comes: `kind` is the directive's name.

    def hole(self, at, kind):
        if self.mode == DOUBLE and self.attribute in URLS:
            self._url_hole(at, kind)
        elif kind in ("url", "root"):
            raise Wrong(at, "{%s} is for addresses, in double quotes; here is %s" % (kind, self.where()))
        elif self.mode in (TEXT_ONLY, DOUBLE) and kind in ("html", "call"):
            raise Wrong(at, "{%s} cannot stand in %s: it is markup" % (kind, self.where()))
        elif self.mode == DOUBLE and self.attribute in STYLED and kind != "i":
            raise Wrong(at, "only {i} can stand in %s: it may name a resource" % self.where())
        elif self.mode not in (TEXT, TEXT_ONLY, DOUBLE):
            raise Wrong(at, "no {%s} in %s: escaping does not help there%s" % (
                kind, self.where(), "; use double quotes" if self.mode in (SINGLE, UNQUOTED, VALUE) else ""))
        self.blank = False

    def _url_hole(self, at, kind):
        if kind not in ("url", "root", "i"):
            raise Wrong(at, "an address takes {root}, {url ...} and {i ...}, not {%s}" % kind)
        if kind == "root" and self.url:
            raise Wrong(at, "{root} begins an address")
        if ":" in self.url and not HOST.match(self.url):
            raise Wrong(at, "nothing can be put into the scheme or host of an address")
        self.url += ROOT if kind == "root" else HOLE

    def control(self, at, kind):
        """{if}, {for} and the like. Behind a name they may stand as if a value had ended there."""
        if self.mode in (TAG_START, NAME, AFTER_NAME):
            self.mode, self.attribute = AFTER, ""
        if self.mode not in (TEXT, TEXT_ONLY, DOUBLE, TAG, AFTER) or (
                kind == "for" and self.mode in (TAG, AFTER)):
            raise Wrong(at, "no {%s} in %s" % (kind, self.where()))

    # Literal text.

    def feed(self, text, at):
        """Reads literal text that stands at `at`; gives what of it goes into the page."""
        out, i = [], 0
        while i < len(text):
            i = getattr(self, STEPS[self.mode])(text, i, at, out)
        return "".join(out)

    def _exact(self):
        return any(name in EXACT for name in self.stack)

    def _space(self, text, i, out):
        """A run of white space becomes one newline or blank, or nothing behind another one."""
        end = i
        while end < len(text) and text[end] in SPACE:
            end += 1
        if not self.blank:
            out.append("\n" if "\n" in text[i:end] and not self.tag else " ")
        self.blank = True
        return end

    def _reference(self, text, i, at, out):
        match = REFERENCE.match(text, i)
        if not match or (match.group(1) and match.group(1) + ";" not in html.entities.html5):
            raise Wrong(at + i, "'&' begins no character reference; write &amp;")
        out.append(match.group(0))
        return match.end()

    def _characters(self, text, i, at, out):
        if text[i] in SPACE and not self._exact():
            return self._space(text, i, out)
        self.blank = False
        if text[i] == "&":
            return self._reference(text, i, at, out)
        out.append(text[i])
        return i + 1

    def step_text(self, text, i, at, out):
        if text[i] != "<":
            return self._characters(text, i, at, out)
        if text.startswith("<!--", i):
            self.mode = COMMENT
            return i + 4
        if text[i:i + 15].lower() == "<!doctype html>" and not self.stack:
            out.append(text[i:i + 15])
            self.blank = False
            return i + 15
        if text.startswith("</", i):
            return self._end_tag(text, i, at, out)
        return self._start_tag(text, i, at, out)

    def _start_tag(self, text, i, at, out):
        match = TAG_NAME.match(text, i + 1)
        if not match:
            raise Wrong(at + i, "'<' begins no tag; write &lt;")
        name = match.group(0)
        if name in REFUSED or name.lower() in REFUSED:
            raise Wrong(at + i, "<%s> has no place in a page" % name)
        if name != name.lower() and name not in SVG:
            raise Wrong(at + i, "<%s> is written <%s>" % (name, name.lower()))
        if name == "a" and "a" in self.stack:
            raise Wrong(at + i, "<a> within <a>")
        if name in ENDS_P and self.stack[-1:] == ("p",):
            raise Wrong(at + i, "<%s> would end the <p> it stands in" % name)
        self.tag, self.attributes, self.blank = name, frozenset(), False
        # The name may go on behind this piece: then nothing fits but what ends a name.
        self.mode = TAG_START
        out.append("<" + name)
        return match.end()

    def step_tag_start(self, text, i, at, out):
        if text[i] not in SPACE + "/>":
            raise Wrong(at + i, "a tag's name is written in one piece")
        self.mode = AFTER
        return i

    def _end_tag(self, text, i, at, out):
        match = re.compile(r"</([A-Za-z][A-Za-z0-9-]*)[ \t\n]*>").match(text, i)
        if not match:
            raise Wrong(at + i, "an end tag is '</', a name and '>', in one piece")
        self._pop(match.group(1), at + i)
        self.blank = False
        out.append("</%s>" % match.group(1))
        return match.end()

    def _pop(self, name, at):
        if not self.stack:
            raise Wrong(at, "</%s> ends nothing that was begun here" % name)
        if self.stack[-1] != name:
            raise Wrong(at, "</%s> where </%s> is due" % (name, self.stack[-1]))
        self.stack = self.stack[:-1]
        self.mode = TEXT

    def step_raw(self, text, i, at, out):
        """In <title>, <textarea> and <script>."""
        name = self.stack[-1]
        if text[i] == "<":
            if not text.startswith("</%s" % name, i):
                raise Wrong(at + i, "no markup in <%s>; write &lt;" % name)
            return self._end_tag(text, i, at, out)
        if self.mode == SCRIPT:
            if text[i] not in SPACE:
                raise Wrong(at + i, "no script in a page: only <script src=...></script>")
            return i + 1
        return self._characters(text, i, at, out)

    def step_comment(self, text, i, at, out):
        end = text.find("-->", i)
        if end < 0:
            return len(text)
        self.mode = TEXT
        return end + 3

    # Within a tag.

    def step_tag(self, text, i, at, out):
        if text[i] in SPACE:
            self.mode = TAG
            return self._space(text, i, out)
        if text[i] == ">" or text[i] == "/":
            return self._tag_end(text, i, at, out)
        match = ATTRIBUTE.match(text, i)
        if self.mode == AFTER:
            raise Wrong(at + i, "no blank before the next attribute of <%s>" % self.tag)
        if not match:
            raise Wrong(at + i, "'%s' begins no attribute of <%s>" % (text[i], self.tag))
        self._attribute(match.group(0), at + i)
        self.mode, self.blank = AFTER_NAME, False
        if match.end() == len(text):
            self.mode = NAME
        out.append(match.group(0))
        return match.end()

    def _attribute(self, name, at):
        low = name.lower()
        if low.startswith("on"):
            raise Wrong(at, "no %s: a page holds no script" % name)
        if low in NEVER:
            raise Wrong(at, "no %s: %s" % (name, NEVER[low]))
        if low in self.attributes:
            raise Wrong(at, "%s stands in <%s> twice" % (name, self.tag))
        self.attribute = low
        self.attributes |= {low}

    def step_name(self, text, i, at, out):
        """A name that ended its piece: it may not go on."""
        if text[i] not in SPACE + "=/>":
            raise Wrong(at + i, "an attribute's name is written in one piece")
        self.mode = AFTER_NAME
        return i

    def step_after_name(self, text, i, at, out):
        if text[i] != "=":
            self.mode, self.attribute = AFTER, ""
            return i
        self.mode = VALUE
        out.append("=")
        return i + 1

    def step_value(self, text, i, at, out):
        self.url = ""
        if text[i] in "\"'":
            self.mode = DOUBLE if text[i] == '"' else SINGLE
            out.append(text[i])
            return i + 1
        if text[i] in SPACE + "<>=`&/":
            raise Wrong(at + i, "%s has no value" % self.attribute)
        self.mode = UNQUOTED
        return i

    def step_quoted(self, text, i, at, out):
        if text[i] == ('"' if self.mode == DOUBLE else "'"):
            self.mode, self.attribute = AFTER, ""
            out.append(text[i])
            return i + 1
        if text[i] == "<":
            raise Wrong(at + i, "'<' in a value; write &lt;")
        self._url_character(text[i], at + i)
        if text[i] == "&":
            return self._reference(text, i, at, out)
        out.append(text[i])
        return i + 1

    def step_unquoted(self, text, i, at, out):
        if text[i] in SPACE + ">":
            self.mode, self.attribute = AFTER, ""
            return i
        if text[i] in "\"'<=`&":
            raise Wrong(at + i, "put the value of %s in double quotes" % self.attribute)
        self._url_character(text[i], at + i)
        out.append(text[i])
        return i + 1

    def _url_character(self, c, at):
        if self.attribute not in URLS:
            return
        if c == ":" and not re.fullmatch("https?|mailto", self.url) and not HOST.match(self.url):
            raise Wrong(at, "an address of this kind is not linked to")
        if c in SPACE + "\\":
            raise Wrong(at, "no blank or backslash in an address")
        self.url += c

    def _tag_end(self, text, i, at, out):
        name, closed = self.tag, text[i] == "/"
        if closed and not text.startswith("/>", i):
            raise Wrong(at + i, "'/' in <%s>" % name)
        if closed and name not in VOID and name not in SVG:
            raise Wrong(at + i, "<%s/> would stay open: write </%s>" % (name, name))
        if name == "script" and "src" not in self.attributes:
            raise Wrong(at + i, "no script in a page: only <script src=...></script>")
        self.mode, self.tag, self.attribute, self.blank = TEXT, "", "", False
        if name not in VOID and not closed:
            if name in RCDATA and "svg" not in self.stack:
                self.mode = TEXT_ONLY
            if name == "script":
                self.mode = SCRIPT
            self.stack += (name,)
        out.append("/>" if closed else ">")
        return i + len(out[-1])


STEPS = {TEXT: "step_text", TEXT_ONLY: "step_raw", SCRIPT: "step_raw", COMMENT: "step_comment",
         TAG_START: "step_tag_start", TAG: "step_tag", AFTER: "step_tag", NAME: "step_name",
         AFTER_NAME: "step_after_name", VALUE: "step_value", DOUBLE: "step_quoted",
         SINGLE: "step_quoted", UNQUOTED: "step_unquoted"}
