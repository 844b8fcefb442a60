"""Slugs: how they are made of names, and which are free."""

import pytest

from archive.models import Document, File, Person
from archive.models.slugs import document_slug, file_slug, free_slugs, key_slug, name_slug


@pytest.mark.parametrize(
    ("source_id", "slug"),
    [
        ("frus1948v05p1#d290", "frus1948v05p1-d290"),
        ("A.B_c", "a-b-c"),
        ("Łódź", "odz"),
        ("東京", "document"),
        ("#", "document"),
        ("x" * 300, "x" * 180),
    ],
)
def test_a_document_has_its_source_id_as_slug(source_id, slug):
    assert document_slug(source_id) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Harriman, W. Averell", "harriman-w-averell"), ("東京", "place"), ("", "place"), ("y" * 300, "y" * 180)],
)
def test_a_name_has_a_slug(name, slug):
    assert name_slug(name, "place") == slug


@pytest.mark.parametrize(
    ("normal", "slug"), [("840.48 Refugees", "840.48-refugees"), ("POL 15–1 IRAN", "pol-15-1-iran"), ("***", "file")]
)
def test_a_file_has_its_normal_form_as_slug(normal, slug):
    assert file_slug(normal) == slug


def person(slug: str) -> None:
    Person.objects.create(name=slug, slug=slug, key=slug)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("used", "wanted", "free"),
    [
        ([], ["a", "b"], ["a", "b"]),
        ([], ["a", "a", "a"], ["a", "a-2", "a-3"]),
        (["a"], ["a"], ["a-2"]),
        (["a", "a-2", "a-4"], ["a", "a", "a"], ["a-3", "a-5", "a-6"]),
        (["a-2"], ["a", "a"], ["a", "a-3"]),
        ([], ["a", "a-2", "a"], ["a", "a-2", "a-3"]),
        ([], ["a", "a", "a-2"], ["a", "a-2", "a-2-2"]),
        (["a-2-2"], ["a", "a", "a-2"], ["a", "a-2", "a-2-3"]),
        (["ab", "a-b"], ["a"], ["a"]),
        (["a", *(f"a-{number}" for number in range(2, 100))], ["a", "a"], ["a-100", "a-101"]),
    ],
)
def test_the_first_free_slug_is_taken(used, wanted, free):
    for slug in used:
        person(slug)
    assert free_slugs(wanted, Person.objects) == free


@pytest.mark.django_db
def test_slugs_are_free_among_the_rows_alone():
    File.objects.create(scheme="decimal-1910", normal="840.48", slug="840.48", sort_key="x")
    assert free_slugs(["840.48"], File.objects.filter(scheme="decimal-1950")) == ["840.48"]
    assert free_slugs(["840.48"], File.objects.filter(scheme="decimal-1910")) == ["840.48-2"]


@pytest.mark.django_db
def test_another_field_than_the_slug_may_be_meant(django_assert_num_queries):
    Document.objects.create(source_id="letter", slug="another")
    assert free_slugs(["letter", "another"], Document.objects, "source_id") == ["letter-2", "another"]
    with django_assert_num_queries(0):
        assert free_slugs([], Document.objects) == []


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("telegram|935|moscow|1944", "telegram-935-moscow-1944-aa2c5400"),
        ("file|decimal-1910|840.48 Refugees/5396", "file-decimal-1910-840-48-refugees-5396-505b71a9"),
    ],
)
def test_a_key_has_a_slug_of_its_own(key, slug):
    assert key_slug(key) == slug


def test_keys_that_differ_in_signs_only_have_different_slugs():
    assert key_slug("file|other|1/2") != key_slug("file|other|1-2")
