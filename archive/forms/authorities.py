"""The forms of the desk for people, offices, missions and places: correct one, merge several, split one."""

from __future__ import annotations

from django import forms

from archive import store
from archive.identifiers import CATALOGUES, clean_identifier
from archive.models import Correspondent
from archive.models.slugs import free_slugs, name_slug


class AuthorityForm(forms.ModelForm):
    """An authority; a new one needs only a name."""

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError("Please give a name.")
        return name

    def save(self, commit=True):
        if not self.instance.pk:
            self.instance.slug = free_slugs(
                [name_slug(self.instance.name, self.instance.kind)], type(self.instance).objects
            )[0]
            key = store.authority_key(self.instance.name)
            taken = type(self.instance).objects.filter(key=key).exists()
            # If no record has these words as its key yet, readers find this one by them.
            self.instance.key = f"made:{self.instance.slug}" if taken or self.instance.kind == "person" else key
            self.instance.status = self.instance.Status.ACCEPTED
            self.instance.made_by_hand = True
        return super().save(commit)


class PersonForm(AuthorityForm):
    """A person, with a field for the identifier in each catalogue."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, (name, _, _) in CATALOGUES.items():
            known = (self.instance.identifiers or {}).get(key, "")
            self.fields[f"identifier_{key}"] = forms.CharField(
                label=name, required=False, initial=known, max_length=200
            )

    def clean(self):
        cleaned = super().clean()
        # Identifiers of other catalogues stay as they are.
        found = {k: v for k, v in (self.instance.identifiers or {}).items() if k not in CATALOGUES}
        for key in CATALOGUES:
            text = (cleaned.get(f"identifier_{key}") or "").strip()
            if text:
                try:
                    found[key] = clean_identifier(key, text)
                except ValueError as error:
                    self.add_error(f"identifier_{key}", str(error))
        self.instance.identifiers = found
        return cleaned


class MergeForm(forms.Form):
    """The record to keep, and the reason of the merge."""

    keep = forms.ChoiceField(label="Keep", widget=forms.RadioSelect)
    reason = forms.CharField(required=False, max_length=500, help_text="Why they are the same.")

    def __init__(self, rows, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["keep"].choices = [(str(row.pk), str(row)) for row in rows]


class SplitForm(forms.Form):
    """The papers to move, and where to: to a new record, another one, or nobody."""

    correspondents = forms.ModelMultipleChoiceField(Correspondent.objects.none(), widget=forms.CheckboxSelectMultiple)
    to = forms.ChoiceField(
        label="They are identified with",
        widget=forms.RadioSelect,
        initial="new",
        choices=[
            ("new", "a new record, named below"),
            ("other", "the record of the address below"),
            ("nobody", "nobody"),
        ],
    )
    name = forms.CharField(required=False, max_length=200, label="Name of the new record")
    other = forms.SlugField(required=False, allow_unicode=True, label="Address of the other record")
    reason = forms.CharField(required=False, max_length=500)

    def __init__(self, authority, rows, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.authority = authority
        self.fields["correspondents"].queryset = rows
        self.fields["correspondents"].label_from_instance = _line

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") == "new" and not (cleaned.get("name") or "").strip():
            self.add_error("name", "Please name the new record.")
        if cleaned.get("to") == "other":
            found = type(self.authority).objects.filter(slug=cleaned.get("other") or "", merged_into=None)
            cleaned["target"] = found.exclude(pk=self.authority.pk).first()
            if cleaned["target"] is None:
                self.add_error("other", "There is no such other record.")
        return cleaned


def _line(row: Correspondent) -> str:
    date = row.document.date_edtf or "no date"
    return f"{row.printed} ({row.get_role_display()}) · {date} · {str(row.document)[:120]}"
