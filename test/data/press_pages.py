#!/usr/bin/python3
"""Pages as content management systems make them, all invented: what must be read of each, and nothing else.

A figure of 9000 and more stands where the article is not; every other figure of a page stands in its article.
`press_pages.py write DIR` writes the pages; `press_pages.py check OUT` holds what press read --json said against them."""
import json
import os
import sys

LONG = ("The mission of observers said that the road over the pass was calm, that the buses had come in time, and that "
        "nobody had been kept from going where they wanted to go. ")
A = "On Tuesday 210 fighters left Ardun for Belos, the mission said in a statement that was read out at noon. "
B = "Another 340 civilians were evacuated from Kesh, most of them in the afternoon, according to the mission. "
BAD = "At least 9001 people were killed in Dorn in the past year, the office said in another statement on Friday. "
BAD2 = "About 9002 fighters surrendered in Olm, a reader who calls himself a witness wrote below the article. "


def page(body, head="", html="", attributes=""):
    return (f"<!DOCTYPE html>\n<html{html}><head><meta charset=\"utf-8\"><title>News | 9003 people killed</title>{head}</head>\n"
            f"<body{attributes}>{body}</body></html>\n")


P = {}  # name: (page, figures that are read)

P["form-around-all"] = (page(
    f'<form method="post" action="./page.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="9001 people">'
    f'<div id="header"><select><option>9004 people left</option></select></div><div id="content"><h1>Fighters leave</h1><p>{A}</p><p>{LONG}</p>'
    f'<p>{B}</p></div><div id="footer">{BAD}</div></form>'), [210, 340])
P["comment-form"] = (page(
    f'<div class="post"><h1>Fighters leave</h1><p>{A}</p><p>{LONG}</p><p>{B}</p></div><form action="/comment"><p>{BAD2}</p>'
    f'<textarea>{BAD}</textarea><label>{BAD}</label><button>9005 people left</button></form>'), [210, 340])
P["no-sidebar"] = (page(
    f'<div id="wrap" class="no-sidebar full-width"><h1>Fighters leave</h1><div class="body-text"><p>{A}</p><p>{LONG}{B}</p></div></div>'),
    [210, 340])
P["with-sidebar-wrapper"] = (page(
    f'<div class="rightsidebar"><div class="col1"><h1>Fighters leave</h1><p>{A}</p><p>{LONG}</p></div><div class="sidebar"><p>{BAD}</p></div></div>'),
    [210])
P["comments-open"] = (page(
    f'<div class="single comments-open"><p>{A}</p><p>{LONG}{B}</p><ol class="commentlist"><li id="comment-7"><p>{BAD2}</p></li></ol></div>'),
    [210, 340])
P["commentary"] = (page(
    f'<div class="commentary shared-content"><h2>Fighters leave</h2><p>{A}</p><p>{LONG}{B}</p></div><div class="share-buttons">9006 people left</div>'),
    [210, 340])
P["hidden"] = (page(
    f'<main><h1>Fighters leave</h1><p>{A}</p><div style="display: none"><p>{BAD}</p></div><div hidden><p>{BAD}</p></div>'
    f'<p style="VISIBILITY:HIDDEN;color:red">{BAD}</p><div aria-hidden="true"><p>{BAD}</p></div><noscript><p>{BAD}</p></noscript>'
    f'<template><p>{BAD}</p></template><!-- <p>{BAD}</p> --><script type="text/plain"><p>{BAD}</p></script>'
    f'<span class="sr-only">{BAD}</span><p hidden="until-found">{BAD}<p>{B}</p></main>'), [210, 340])
P["hidden-nested"] = (page(
    f'<div><p>{A}</p><div style="display:none"><div><p>{BAD}</p></div><table><tr><td>{BAD}</td></tr></table></div><p>{LONG}{B}</p></div>'),
    [210, 340])
P["table-layout"] = (page(
    f'<table width="760"><tr><td colspan="3"><img src="logo.gif"></td></tr><tr><td width="120"><a href="/a">Home</a><br><a href="/b">9007 people '
    f'left</a><br><a href="/c">Sport</a></td><td><font size="4"><b>Fighters leave</b></font><br><br>{A}<br><br>{LONG}<br><br>{B}</td>'
    f'<td><a href="/x">9008 fighters left Ardun</a></td></tr></table>'), [210, 340])
P["br-wrapped"] = (page(
    '<div><b>ARDUN, May 3</b><br>On Tuesday some 210 fighters<br>\nwere evacuated from Ardun to the camp<br>\nthat the mission keeps at Belos.<br><br>'
    f'{LONG}<br><br>Another 340 civilians left<br>\nKesh in the afternoon.</div>'), [210, 340])
P["list"] = (page(
    f'<div class="content"><p>{LONG}</p><p>The mission gave these figures for the day:</p><ul><li>210 fighters left Ardun</li>'
    f'<li>340 civilians left Kesh<li>17 buses left Belos</ul><p>{LONG}</p></div><ul><li><a href="/1">9009 fighters left Ardun</a></li>'
    f'<li><a href="/2">9010 people were killed in Dorn</a></li></ul>'), [210, 340, 17])
P["list-at-end"] = (page(
    f'<div><h1>Day of buses</h1><p>{LONG}</p><p>The mission gave these figures for the day:</p><ul><li>210 fighters left Ardun</li><li>340 civilians left Kesh</li></ul></div>'
    f'<p><a href="/1">9009 fighters left Ardun</a> | <a href="/2">9010 people left</a></p>'), [210, 340])
P["definition-list"] = (page(
    f'<div id="main"><p>{LONG}</p><dl><dt>Ardun<dd>210 fighters left on Tuesday.<dt>Kesh<dd>340 civilians left on Tuesday.</dl><p>{LONG}</p></div>'),
    [210, 340])
P["table-of-figures"] = (page(
    f'<article><p>{LONG}</p><table><tr><th>Town</th><th>What was said</th></tr><tr><td>Ardun</td><td>210 fighters left</td></tr>'
    f'<tr><td>Kesh</td><td>340 civilians left</td></tr></table><p>{LONG}</p></article>'), [210, 340])
P["cells-do-not-join"] = (page(
    f'<article><p>{LONG}</p><table><tr><td>Page</td><td>1</td><td>087 fighters left</td></tr></table><p>{A}</p><p>{LONG}</p></article>'),
    [87, 210])
P["entities"] = (page(
    '<div><p>On&nbsp;Tuesday 1&#44;210&nbsp;fighters left Ardun&mdash;the mission&#8217;s office said &ldquo;all of them&rdquo; went to Belos, &amp; nobody stayed.</p>'
    f'<p>Caf&eacute; owners saw 3&#52;0 civilians leave&nbsp;&hellip; the mission&#x2019;s drivers &copy said so, and it was not denied by anybody.</p><p>{LONG}</p></div>'),
    [1210, 340])
P["inline-tags"] = (page(
    '<div><p>On Tuesday <b>2</b><i>10</i> <a href="/f">fighters</a> <span class="x">left</span> Ardun<sup>9</sup> for <em>Be</em>los, the mission said in a '
    f'state&shy;ment<sup><a href="#n2">[9011]</a></sup>.</p><p>{LONG}</p><p>{B}</p></div>'), [210, 340])
P["amp"] = (page(
    f'<amp-sidebar id="s"><ul><li>{BAD}</li></ul></amp-sidebar><article class="amp-wp-article"><h1>Fighters leave</h1><amp-img src="x.jpg"></amp-img><p>{A}</p>'
    f'<amp-ad type="x"><div>{BAD}</div></amp-ad><p>{LONG}{B}</p><amp-social-share>{BAD}</amp-social-share></article>', html=" amp"), [210, 340])
P["frames"] = (f'<html><head><title>News</title></head><frameset cols="20%,80%"><frame src="menu.html"><frame src="news.html"><noframes><body><p>{BAD}</p></body>'
               '</noframes></frameset></html>', [])
P["inner-frame"] = (page(f'<h1>Fighters leave</h1><iframe src="x"><p>{BAD}</p></iframe><p>{A}</p><p>{LONG}</p><object><p>{BAD}</p></object><p>{B}</p>'), [210, 340])
P["related-articles"] = (page(
    f'<article><h1>Fighters leave</h1><p>{A}</p><p>{LONG}{LONG}{B}</p></article><section><h2>More</h2><article><h3><a href="/1">Dorn</a></h3><p>{BAD}</p></article>'
    f'<article><h3><a href="/2">Olm</a></h3><p>{BAD}</p></article></section>'), [210, 340])
P["teasers"] = (page(
    f'<div class="txt"><h2>Fighters leave</h2><p>{A}</p><p>{LONG}{B}</p></div><div class="box"><h3><a href="/1">What happened in Dorn</a></h3><p>{BAD}</p></div>'
    f'<div class="box"><h3><a href="/2">What happened in Olm</a></h3><p>{BAD}</p></div>'), [210, 340])
P["wordpress"] = (page(
    f'<div id="page" class="hfeed site has-sidebar"><header id="masthead" class="site-header"><nav class="main-navigation"><ul class="menu"><li>{BAD}</li></ul></nav></header>'
    f'<div id="primary"><article id="post-1" class="post type-post category-social tag-banner"><header class="entry-header"><h1 class="entry-title">Fighters leave</h1></header>'
    f'<div class="entry-content"><p>{A}</p><p>{LONG}</p><p>{B}</p><div class="sharedaddy sd-sharing"><p>{BAD}</p></div><div id="jp-relatedposts" class="jp-relatedposts related-posts">'
    f'<p>{BAD}</p></div></div></article><div id="comments" class="comments-area"><ol class="comment-list"><li>{BAD2}</li></ol></div></div><div id="secondary" '
    f'class="widget-area"><p>{BAD}</p></div></div><footer>{BAD}</footer>'), [210, 340])
P["drupal"] = (page(
    f'<div class="region region-sidebar-first"><div class="block"><p>{BAD}</p></div></div><div class="node node-article"><div class="field field-name-body" '
    f'property="content:encoded"><p>{A}</p><p>{LONG}{B}</p></div></div><div class="region region-footer"><p>{BAD}</p></div>', attributes=' class="html not-front sidebar-first"'), [210, 340])
P["joomla"] = (page(
    f'<div class="breadcrumbs">Home / 9012 people left</div><div class="item-page" itemscope><h2 itemprop="headline">Fighters leave</h2><div itemprop="articleBody"><p>{A}</p>'
    f'<p>{LONG}{B}</p></div><ul class="pager"><li>9013 people left Olm</li></ul></div><div class="moduletable_menu"><p>{BAD}</p></div>'), [210, 340])
P["roles"] = (page(
    f'<div role="banner"><p>{BAD}</p></div><div role="navigation"><p>{BAD}</p></div><div role="main"><h1>Fighters leave</h1><p>{A}</p><p>{LONG}{B}</p></div>'
    f'<div role="complementary"><p>{BAD}</p></div><div role="contentinfo"><p>{BAD}</p></div>'), [210, 340])
P["unclosed"] = (f'<HTML><BODY BGCOLOR=white><A NAME=top><CENTER><H2>Fighters leave</H2></CENTER><P>{A}<P>{LONG}<P>{B}<TABLE><TR><TD><A HREF=/1>9014 people left'
                 '<TR><TD><A HREF=/2>9015 people left</TABLE>', [210, 340])
P["misnested"] = (page(f'<div><p><b><i>{A}</b></i></p></p></span><p>{LONG}</div></div></td><p>{B}</p><div class="related"><p>{BAD}<p>{BAD}</div>'), [210, 340])
P["odd-attributes"] = (page(
    f'<div data-x="a > b" title=\'<p>{BAD}</p>\' class = content><p onclick="x(\'>\')" =y>{A}</p><p/>{LONG}{B}</p ></div>'), [210, 340])
P["preformatted"] = (page(
    f'<pre>\nON TUESDAY\n\nOn Tuesday 210 fighters left Ardun for Belos, the mission said in a\nstatement that was read out at noon.\n\n{LONG}\n\nAnother 340 civilians were\n'
    'evacuated from Kesh.\n</pre>'), [210, 340])
P["struck"] = (page(f'<div><p>On Tuesday <del>9016</del> <ins>210</ins> fighters left Ardun for Belos, the mission said.</p><p>{LONG}</p><p>{B}</p></div>'), [210, 340])
P["figure"] = (page(f'<article><p>{A}</p><figure><img src="x"><figcaption>{BAD}</figcaption></figure><p>{LONG}</p><p>{B}</p></article>'), [210, 340])
P["cookie-dialog"] = (page(
    f'<div id="cookie-law-info-bar"><p>{BAD}</p></div><div role="dialog"><p>{BAD}</p></div><dialog><p>{BAD}</p></dialog><section><h1>Fighters leave</h1><p>{A}</p><p>{LONG}{B}</p></section>'),
    [210, 340])
P["short"] = (page('<h1>Fighters leave</h1><p>Some 210 fighters left Ardun on Tuesday.</p>'), [210])
P["xhtml"] = ('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n'
              f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>9003 people left</title></head><body><div><p>{A}<br /></p><p>{LONG}</p><p>{B}</p><hr /></div></body></html>', [210, 340])
P["deep"] = (page("<div>" * 3000 + f"<p>{A}</p><p>{LONG}{B}</p>" + "</div>" * 3000 + f'<aside><p>{BAD}</p></aside>'), [210, 340])


def write(folder):
    for name, (text, _) in P.items():
        with open(os.path.join(folder, name + ".html"), "w", encoding="utf-8", newline="") as f:
            f.write(text)


def check(out):
    read = {name: [] for name in P}
    for line in open(out, encoding="utf-8"):
        c = json.loads(line)
        if c["type"] == "claim":
            read[c["doc"]].append(c["value"])
    bad = 0
    for name, (_, want) in P.items():
        if sorted(read[name]) != sorted(want):
            print(f"{name}: read {read[name]}, not {want}")
            bad += 1
    print(f"{len(P)} pages, {bad} read otherwise")
    return bad


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    sys.exit(check(sys.argv[2]) > 0)
