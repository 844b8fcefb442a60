"""Invented volumes in TEI."""


def volume_xml(papers: int, slug: str = "made1901v01", sentences: int = 0) -> str:
    """Return a volume of so many short papers, or of longer ones with so many more sentences."""
    more = "The Minister asked for time. " * sentences
    documents = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. Telegram {n} From the Embassy in Peru to the Department of State</head>'
        f"<dateline>Lima, March {n % 28 + 1}, 1901.</dateline>"
        f"<p>The answer came<note n='1' xml:id='d{n}fn1'>Not printed.</note> at {n}. {more}</p></div>"
        for n in range(1, papers + 1)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{slug}"><teiHeader/><text><body>'
        f'<div type="chapter" xml:id="ch1"><head>Peru</head>{documents}</div></body></text></TEI>'
    )
