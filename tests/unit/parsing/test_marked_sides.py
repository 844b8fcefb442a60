"""Senders and recipients that a volume's markup contradicts: a doubt where the words leave one."""

import io

import pytest

from archive.parsing import tei

_VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1901v01"><teiHeader/><text><body>
<div type="chapter" xml:id="ch1"><head>Ruritania</head><div type="document" n="1" xml:id="d1"><head>{}</head>
<opener><dateline>Strelsau, <date when="1901-03-04">March 4, 1901</date></dateline></opener><p>Words.</p></div></div></body></text></TEI>"""


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (
            'Telegram From the Minister (<persName type="from">Quill</persName>) to the Consul'
            ' (<persName type="to">Raven</persName>)',
            [],
        ),
        # Marks that take in more than the party.
        (
            'Telegram From the Mission to the <gloss type="to">United Islands to the Department of Ships</gloss>',
            [],
        ),
        # One side marked as the other is a slip of the markup.
        (
            'Telegram From the Minister (<persName type="from">Quill</persName>) to the Consul (<persName type="from">Raven</persName>)',
            [],
        ),
        (
            'Telegram From the Minister (<persName type="to">Quill</persName>) to the Consul (<persName type="to">Raven</persName>)',
            [],
        ),
        (
            'Telegram From the Minister (Quill) to the Consul (Raven)<note n="1"><p><persName type="from">Moss</persName>.</p></note>',
            [],
        ),
        (
            'Department of Ships Position Paper Prepared for the <gloss type="from">Ruritanian Delegation</gloss> to the Third Session',
            [],
        ),
        (
            'Telegram <gloss type="from">Moss</gloss> 7 From the Minister (Quill) to the Consul (Raven)',
            ["sender-differs-from-markup"],
        ),
        ("Telegram From [name not declassified] to the Consul (Raven)", []),
    ],
)
def test_sides_that_are_marked_as_each_other_are_no_doubt(head, codes):
    (paper, _), *_ = tei.read_volume(io.BytesIO(_VOLUME.format(head).encode()), name="made.xml")
    assert [w.code for w in paper.warnings if w.code.endswith(("differs-from-markup", "not-recognised"))] == codes
