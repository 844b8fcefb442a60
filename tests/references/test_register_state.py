"""The register and all resolutions follow from what is in the archive, whatever happened in which order."""

import random
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from archive import references, store
from archive.models import Document, FileNumber, ImportRun, Place, Reference, State, UnheldPaper
from archive.records import FileNumberRecord
from archive.references import verdicts
from tests.support.jobs import merge, undo, unmerge
from tests.support.telegrams import LONDON, MOSCOW, STATE, citing, telegram

pytestmark = pytest.mark.django_db

FILES = ["840.48 Refugees/5396", "840.48 Refugees/5397", "740.0011 EW/12"]


def papers(chance):
    """Return twenty papers that cite each other's numbers, bare file numbers, and papers with a file number."""
    found = []
    for number in range(1, 21):
        cited, day = chance.randrange(1, 26), chance.randrange(1, 28)
        text = chance.choice(
            ["my {0}", "my {0} March {1}", "your {0}", "Department’s {0} of March {1}", "telegram {0}"]
        )
        notes = (
            chance.choice([f"Not printed ({chance.choice(FILES)}).", f"See {chance.choice(FILES)}.", "Not found."]),
            chance.choice([f"{chance.choice(FILES)}.", f"Telegram {cited + 1}, March {day}, not printed."]),
        )
        sender, recipient = chance.choice([(MOSCOW, STATE), (LONDON, STATE), (STATE, MOSCOW), (STATE, LONDON)])
        held = (FileNumberRecord(chance.choice(FILES)),) if chance.random() < 0.2 else ()
        words = f'{text.format(cited, day)}<anchor type="footnote" n="1"/> and <anchor type="footnote" n="2"/>'
        made = telegram(number, (3, chance.randrange(10, 28)), sender, recipient, words, notes, file_numbers=held)
        found.append(made)
    chance.shuffle(found)
    return found


def stored():
    """Return all references with what they lead to, and all entries, without the ids of entries."""
    names = [field.name for field in Reference._meta.concrete_fields if field.name != "unheld"]
    entries = [field.name for field in UnheldPaper._meta.concrete_fields if field.name != "id"]
    return (
        list(Reference.objects.order_by("pk").values(*names, "unheld__key")),
        list(UnheldPaper.objects.order_by("key").values(*entries)),
    )


def assert_in_step():
    before = stored()
    assert list(references.differences()) == []
    references.resolve_all()
    assert stored() == before


class Archivist:
    """Somebody who does one thing after the other to an archive of papers."""

    def __init__(self, chance):
        self.chance, self.new, self.runs = chance, papers(chance), []

    def any_paper(self):
        return self.chance.choice(list(Document.objects.order_by("pk")))

    def import_some(self):
        some = [self.new.pop() for _ in range(self.chance.randrange(1, 5)) if self.new]
        run = ImportRun.objects.create(name="run", status=ImportRun.Status.DONE)
        state = self.chance.choice([State.PUBLISHED, State.PUBLISHED, State.DRAFT])
        store.save_batch([store.Incoming(record) for record in some], state=state, run=run)
        self.runs.append(run)

    def undo(self):
        if self.runs:
            run = self.runs.pop(self.chance.randrange(len(self.runs)))
            undo(run)

    def step(self):
        document = self.any_paper()
        document.state = self.chance.choice([State.PUBLISHED, State.WITHDRAWN, State.DRAFT])
        document.save()
        references.refresh([document.pk])

    def edit_text(self):
        with store.changing(self.any_paper()) as changed:
            changed.text.tei = changed.text.tei.replace("my ", "see my 3 and my ").replace("telegram", "despatch")
            changed.text.save()

    def take_out_text(self):
        record = store.load(self.any_paper())
        store.save(replace(record, text=record.text.replace("Department’s", "no").replace("my", "no")), edit=True)

    def change_numbers(self):
        record = store.load(self.any_paper())
        numbers = (FileNumberRecord(self.chance.choice(FILES)),) if self.chance.random() < 0.6 else ()
        store.save(replace(record, file_numbers=numbers, number=str(self.chance.randrange(1, 26))), edit=True)

    def change_date(self):
        record = store.load(self.any_paper())
        day = f"194{self.chance.randrange(3, 5)}-03-{self.chance.randrange(10, 28)}"
        store.save(replace(record, date=replace(record.date, earliest=day, latest=day, edtf=day)), edit=True)

    def merge_places(self):
        places = list(Place.objects.filter(merged_into=None).order_by("pk")[:2])
        if len(places) == 2:
            done = merge(*places)
            if self.chance.random() < 0.5:
                unmerge(done)

    def decide(self):
        row = Reference.objects.order_by("pk")[self.chance.randrange(Reference.objects.count())]
        if self.chance.random() < 0.5:
            verdicts.decide(row, "rejected")
        else:
            verdicts.decide(row, "corrected", target=self.any_paper())

    def resolve_a_part(self):
        references.refresh([self.any_paper().pk for _ in range(3)])


@pytest.mark.parametrize("seed", range(4))
def test_any_history_leaves_what_resolving_everything_gives(seed):
    chance = random.Random(seed)
    archivist = Archivist(chance)
    archivist.import_some()
    for _ in range(15):
        if not Document.objects.exists():
            archivist.import_some()
        doing = chance.choice(
            [
                archivist.import_some,
                archivist.import_some,
                archivist.undo,
                archivist.step,
                archivist.edit_text,
                archivist.take_out_text,
                archivist.change_numbers,
                archivist.change_date,
                archivist.merge_places,
                archivist.decide,
                archivist.resolve_a_part,
            ]  # fmt: skip
        )
        doing()
        assert list(references.differences()) == []
    assert_in_step()


@pytest.mark.parametrize("seed", range(2))
def test_papers_may_arrive_and_be_resolved_in_any_order_and_any_batches(seed):
    chance = random.Random(seed)
    records = papers(chance)
    run = ImportRun.objects.create(name="run", status=ImportRun.Status.DONE)
    store.save_batch([store.Incoming(record) for record in records], state=State.PUBLISHED, run=run)
    together = list(UnheldPaper.objects.order_by("key").values_list("key", "sender", "day", "year", "kind"))
    cited = sorted(Reference.objects.values_list("document__source_id", "order", "status", "unheld__key"))
    undo(run)
    assert not UnheldPaper.objects.exists()
    chance.shuffle(records)
    for record in records:
        store.save(record, state=State.PUBLISHED)
    assert list(UnheldPaper.objects.order_by("key").values_list("key", "sender", "day", "year", "kind")) == together
    assert sorted(Reference.objects.values_list("document__source_id", "order", "status", "unheld__key")) == cited


NAMED = 'my 935 March 20<anchor type="footnote" n="1"/>'


def test_a_bare_file_number_stands_alone_again_when_two_papers_have_it():
    bare = telegram(7, (4, 1), sender=LONDON, text="x", notes=(f"See {FILES[0]}.",))
    store.save(bare, state=State.PUBLISHED)
    store.save(citing(NAMED, (f"Not printed ({FILES[0]}).",)), state=State.PUBLISHED)
    assert UnheldPaper.objects.get().citations.count() == 3
    other = citing(NAMED.replace("935", "936"), (f"Not printed ({FILES[0]}).",), source_id="v#other")
    store.save(other, state=State.PUBLISHED)
    assert [entry.citations.count() for entry in UnheldPaper.objects.order_by("key")] == [1, 2, 2]
    references.refresh([Document.objects.get(source_id=bare.source_id).pk])
    assert UnheldPaper.objects.count() == 3
    assert_in_step()


def test_an_entry_takes_its_words_from_the_first_paper_that_cites_it():
    late = telegram(30, (3, 30), text="my 935 March 20, 6 p.m.")
    first = telegram(20, (3, 25), text="my 935")
    for number, record in enumerate((late, first), 1):
        store.save_batch([store.Incoming(record)], state=State.PUBLISHED)
        assert UnheldPaper.objects.get().citations.count() == number
    assert UnheldPaper.objects.get().time == "6 p.m."
    document = Document.objects.get(source_id=late.source_id)
    document.state = State.WITHDRAWN
    document.save()
    references.refresh([document.pk])
    assert (UnheldPaper.objects.get().time, UnheldPaper.objects.get().day) == ("", None)


def spoil_entry():
    UnheldPaper.objects.update(sender="Nobody")


def spoil_link():
    Reference.objects.filter(kind="telegram").update(unheld=None)


def spoil_mention():
    Reference.objects.filter(kind="telegram").update(unheld_key=None, mention=None)


def spoil_status():
    Reference.objects.filter(kind="telegram").update(status="unknown")


def add_entry():
    UnheldPaper.objects.create(key="telegram|1|nowhere|1944", slug="x", kind="telegram")


def point_at_another():
    number = FileNumber.objects.create(file=FileNumber.objects.get().file, scheme="lot", normal="x", sort_key="x")
    UnheldPaper.objects.update(file_number=number)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_entry, "its entry is not what its references say"),
        (spoil_link, "telegram|935|moscow|1944: reference 1 of v#d1020 points elsewhere"),
        (spoil_mention, "v#d1020, text, “my 935 March 20”"),
        (spoil_status, "v#d1020, text, “my 935 March 20”: its status"),
        (add_entry, "telegram|1|nowhere|1944: nothing cites it"),
        (point_at_another, "its entry is not what its references say"),
    ],
)
def test_the_check_says_what_is_wrong_where_and_how_to_mend_it(spoil, said, capsys):
    store.save(citing(NAMED, (f"Not printed ({FILES[0]}).",)), state=State.PUBLISHED)
    call_command("check_archive")
    spoil()
    with pytest.raises(CommandError, match="resolve_references"):
        call_command("check_archive")
    assert said in capsys.readouterr().out
    call_command("resolve_references", verbosity=0)
    call_command("check_archive")
