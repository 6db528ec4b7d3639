"""Small feeds of our own about places that do not exist, in the three formats."""

from __future__ import annotations

import json

RSS_ITEM = """\
<item>
<title>{title}</title>
<link>https://yundu.example/{number}.html</link>
<guid isPermaLink="false">{number}</guid>
<pubDate>Tue, 28 Dec 2021 07:35:22 +0800</pubDate>
<author>desk@yundu.example (林江)</author>
<category>渡运</category><category>夜航 &amp;amp; 早班</category>
<description>{text}</description>
{more}
</item>
"""


def rss_item(
    number: int = 1, title: str = "渡口新开夜航", text: str = "&lt;p&gt;正文。&lt;/p&gt;", more: str = ""
) -> str:
    return RSS_ITEM.format(number=number, title=title, text=text, more=more)


def rss(*items: str, title: str = "云渡晚报", language: str = "zh-cn") -> bytes:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel>\n<title>{title}</title><link>https://yundu.example/</link><language>{language}</language>\n"
        f"{''.join(items)}</channel></rss>\n"
    )
    return text.encode()


ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://yundu.example/news/">
<title>云渡晚报</title><id>tag:yundu.example,2021:feed</id><updated>2021-12-29T00:00:00Z</updated>
<author><name>编辑部</name></author>
<entry>
<title>a &amp;amp; b &lt;b&gt;</title><id>tag:yundu.example,2021:1</id>
<published>2021-12-28T07:35:22+08:00</published><updated>2021-12-29T08:00:00+08:00</updated>
<link href="1.html"/><link rel="enclosure" type="audio/mpeg" href="1.mp3"/>
<category term="ferry" label="渡运"/>
<summary>一条新航线 &amp;amp; 一座新码头。</summary>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>正文，<a href="2.html">另一篇</a>。</p></div>
</content>
</entry>
<entry>
<title type="html">&lt;em&gt;老船&lt;/em&gt;&amp;#8217;s</title><id>tag:yundu.example,2021:2</id>
<updated>2021-12-29T08:00:00+08:00</updated>
<content type="text">两行
文字 &lt;b&gt;</content>
</entry>
</feed>
"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "云渡晚报",
        "feed_url": "https://yundu.example/feed.json",
        "authors": [{"name": "编辑部"}],
        "items": [
            {
                "id": 7, "url": "https://yundu.example/7.html", "title": "A &amp; B",
                "content_html": "<p>正文。</p>", "summary": "一条新航线。", "image": "https://yundu.example/7.jpg",
                "date_published": "2021-12-28T07:35:22+08:00", "date_modified": "2021-12-29T07:35:22+08:00",
                "tags": ["渡运", "R&D"],
                "attachments": [{"url": "https://yundu.example/7.mp3", "mime_type": "audio/mpeg"}],
            },
            {
                "id": "urn:uuid:8", "content_text": "一行 <b>\n又一行\n\n*第二段*",
                "date_published": "2021-12-28T07:35:22+08:00", "authors": [{"name": "林江"}],
            },
            "not an item",
        ],
    },
    ensure_ascii=False,
)  # fmt: skip
