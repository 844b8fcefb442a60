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


def volume_with_list(
    slug: str, *listed: tuple[str, str, str], papers: int = 1, marked: bool = True, head: str = "", text: str = ""
) -> str:
    """Return a volume whose list has these (id, name, line), and of whose papers each is from all of them, if they are ``marked``.

    ``head`` is another heading of the papers, ``text`` more TEI after their paragraph.
    """
    items = "".join(f'<item><persName xml:id="{key}">{name}</persName>, {line}</item>' for key, name, line in listed)
    senders = "the Ambassador"
    if marked:
        senders = " and ".join(
            f'<persName corresp="#{key}">{name.partition(",")[0]}</persName>' for key, name, _ in listed
        )
    head = head or f'Letter From <gloss type="from">{senders}</gloss> to <gloss type="to">the President</gloss>'
    documents = "".join(
        f'<div type="document" n="{n}" xml:id="d{n}"><head>{n}. {head}</head><p>Paper {n} of {slug}.</p>{text}</div>'
        for n in range(1, papers + 1)
    )
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{slug}"><teiHeader><fileDesc><titleStmt><title>Papers, {slug[4:8]}'
        f'</title></titleStmt></fileDesc></teiHeader><text><front><div type="section" xml:id="persons"><head>Persons</head><list>{items}'
        f'</list></div></front><body><div type="chapter" xml:id="ch1"><head>Papers</head>{documents}</div></body></text></TEI>'
    )
