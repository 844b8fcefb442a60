"""Printed subjects of papers, and what looks like one."""

import pytest

from archive.parsing.plain import parse_fragment
from archive.parsing.subjects import read_subject
from archive.records import TEI_NAMESPACE


@pytest.mark.parametrize(
    ("inside", "subject"),
    [
        ("<list><head>SUBJECT</head><item>Suez Canal</item></list>", "Suez Canal"),
        ("<list><head>Subject:</head><item>Visit of\n   <hi>Marshal</hi> Tito<anchor n='1'/>.</item></list>", "Visit of Marshal Tito"),
        ("<p>Secret</p><list><head>PARTICIPANTS</head><item>Mr. Eban</item></list>"
         "<list><head>SUBJECT</head><item>Israeli Withdrawal</item><item>TIME</item></list>", "Israeli Withdrawal"),
        ("<p>Subject: United States objectives in Indonesian archipelago</p>", "United States objectives in Indonesian archipelago"),
        ("<p>SUBJECT: Oil. Ref: Deptel 5.</p>", "Oil"),
        ("<p>82530. Subject: Tiran Island.</p>", "Tiran Island"),
        ("<p>117924. Subj: U.S. Reaction to U.K. Arms Sales. For IO.</p>", "U.S. Reaction to U.K. Arms Sales"),
        ("<p>2530. Subject: Arms for Jordan. Ref: State 79171.</p>", "Arms for Jordan"),
        ("<p>770. From Vance. Subject: Meeting with Oberemko, Sept. 25. He said so.</p>", "Meeting with Oberemko, Sept. 25"),
        ("<p>He spoke on this subject: oil.</p>", ""),
        ("<p>subject: “Status of the mission”</p>", ""),
        ("<p>Memorandum of May 5, 1961. He wrote: Subject to approval.</p>", ""),
        ("<p>Subject Files</p>", ""),
        ("<list><head>PARTICIPANTS</head><item>The Secretary</item></list>", ""),
        ("<p>The paper.</p><attachment><p>Subject: Oil</p></attachment>", ""),
        ("<p>Subject: " + "words " * 100 + "</p>", ""),
        ("<p>Subject:</p>", ""),
    ],
)  # fmt: skip
def test_subjects(inside, subject):
    assert read_subject(parse_fragment(f'<div xmlns="{TEI_NAMESPACE}">{inside}</div>')) == subject
