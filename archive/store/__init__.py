"""The one way for records into the database and back.

Everything that writes a document calls this package: imports and transcriptions :func:`save` or :func:`save_batch`,
forms that edit the models directly :func:`changing`, and a return to an earlier version :func:`restore`.
Each write is one transaction with its HTML, its warnings, its history and its search entry. :func:`load` is
the inverse of saving: ``load(save(record).document) == record``.
"""

from archive.records import fingerprint
from archive.sql.statistics import refresh_statistics
from archive.store.authorities import Authorities, authority_key, ids_of, names_of
from archive.store.authority_files import load_authorities, steps_to_undo, undo_steps
from archive.store.dismissals import dismiss, doubts_of, reopen, take_back
from archive.store.files import file_number_for
from archive.store.gathering import gather_again, gather_people
from archive.store.gathering_places import gather_places
from archive.store.history import changing, restore, save_identified
from archive.store.holdings import (
    Units,
    check_holdings,
    merge_units,
    place_all,
    place_by_hand,
    place_papers,
    rename_unit,
    unmerge_unit,
)
from archive.store.identification import identify, new_authority, prepare_identification
from archive.store.identity_decisions import Known, decide, follow_unmerged, known, undo_decision
from archive.store.loading import description, description_of_volume, load, snapshot
from archive.store.mentions import check_mentions, mend_mentions, rebuild_mentions
from archive.store.merging import (
    MergePlan,
    begin_merge,
    begin_unmerge,
    end_merge,
    end_unmerge,
    merge_papers,
    papers_to_unmerge,
    plan_merge,
    unmerge_papers,
)
from archive.store.redactions import with_passages
from archive.store.removing import (
    CHECKS,
    begin_removal,
    begin_restoring,
    end_removal,
    end_restoring,
    no_names,
    papers_to_restore,
    remove_from_papers,
    restore_papers,
)
from archive.store.renumbering import follow, moves_of, place_edited, renumber, renumber_back, with_new_ids
from archive.store.retention import characters_of, drop_texts, texts_to_drop
from archive.store.rows import find_all_references
from archive.store.saving import Incoming, Saved, claim, save, save_batch, settle_reading
from archive.store.similar_groups import SURE, SimilarGroup, similar_groups
from archive.store.texts import check_html, html_of, rebuild_html, render_again
from archive.store.topics import (
    TopicTerms,
    add_topics,
    merge_topics,
    papers_with,
    settle_topics,
    unmerge_topic,
    why_topic_not_deleted,
    with_address,
)
from archive.store.undoing import (
    UndoPlan,
    plan_undo,
    public_made,
    remove_empty_signposts,
    remove_made,
    undo_some,
    versions_to_undo,
    why_not_undone,
)
from archive.store.volumes import load_volume, save_volume
from archive.store.warnings import find_doubts, rebuild_doubts, warnings_about

__all__ = [
    "Units",
    "unmerge_unit",
    "rename_unit",
    "place_papers",
    "place_by_hand",
    "place_all",
    "merge_units",
    "check_holdings",
    "Authorities",
    "with_address",
    "why_topic_not_deleted",
    "unmerge_topic",
    "settle_topics",
    "papers_with",
    "merge_topics",
    "add_topics",
    "TopicTerms",
    "CHECKS",
    "Incoming",
    "Known",
    "MergePlan",
    "SURE",
    "Saved",
    "SimilarGroup",
    "UndoPlan",
    "authority_key",
    "begin_merge",
    "begin_removal",
    "begin_restoring",
    "begin_unmerge",
    "changing",
    "characters_of",
    "check_html",
    "check_mentions",
    "claim",
    "decide",
    "description",
    "description_of_volume",
    "dismiss",
    "doubts_of",
    "drop_texts",
    "end_merge",
    "end_removal",
    "end_restoring",
    "end_unmerge",
    "file_number_for",
    "find_doubts",
    "find_all_references",
    "fingerprint",
    "follow",
    "follow_unmerged",
    "gather_again",
    "gather_people",
    "gather_places",
    "html_of",
    "identify",
    "ids_of",
    "known",
    "load",
    "load_authorities",
    "load_volume",
    "mend_mentions",
    "merge_papers",
    "moves_of",
    "names_of",
    "new_authority",
    "no_names",
    "papers_to_restore",
    "papers_to_unmerge",
    "place_edited",
    "plan_merge",
    "plan_undo",
    "prepare_identification",
    "public_made",
    "rebuild_doubts",
    "rebuild_html",
    "rebuild_mentions",
    "refresh_statistics",
    "remove_empty_signposts",
    "remove_from_papers",
    "remove_made",
    "render_again",
    "renumber",
    "renumber_back",
    "reopen",
    "restore",
    "restore_papers",
    "save",
    "save_batch",
    "save_identified",
    "save_volume",
    "settle_reading",
    "similar_groups",
    "snapshot",
    "steps_to_undo",
    "take_back",
    "texts_to_drop",
    "undo_decision",
    "undo_some",
    "undo_steps",
    "unmerge_papers",
    "versions_to_undo",
    "warnings_about",
    "why_not_undone",
    "with_new_ids",
    "with_passages",
]
