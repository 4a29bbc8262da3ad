"""Visits, the outbox, the audit log, the enrolment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "counters",
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_counters_last")),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counters")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kiosk_id", sa.String(), nullable=False),
        sa.Column("gateway_url", sa.String(), nullable=False),
        sa.Column("court_id", sa.String(), nullable=False),
        sa.Column("court_name", sa.String(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("court_jwk", sa.JSON(), nullable=False),
        sa.Column("device_jwk", sa.JSON(), nullable=False),
        sa.Column("enrolled_at", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_enrolment_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("ended_at", sa.String(), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("filing_id", sa.String(), nullable=True),
        sa.Column("receipt_number", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (wrapped_key IS NOT NULL)", name=op.f("ck_visits_ended_without_key")
        ),
        sa.CheckConstraint(
            "(filing_id IS NULL) = (receipt_number IS NULL)", name=op.f("ck_visits_numbered_together")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("filing_id", name=op.f("uq_visits_filing_id")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_visits_receipt_number")),
    )
    op.create_table(
        "answers",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "source IN ('card', 'clerk', 'litigant', 'paper')", name=op.f("ck_answers_source")
        ),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_answers_confidence")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_answers_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "key", name=op.f("pk_answers")),
    )
    op.create_table(
        "consents",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('electronic_service', 'mediation', 'online_filing', 'sensitive_data')",
            name=op.f("ck_consents_kind"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_consents_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "kind", name=op.f("pk_consents")),
    )
    op.create_table(
        "outbox",
        sa.Column("filing_id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("receipt_number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.String(), nullable=False),
        sa.Column("sealed_confidence", sa.String(), nullable=False),
        sa.Column("receipt_facts", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.String(), nullable=True),
        sa.Column("upload_url", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("acknowledgement", sa.String(), nullable=True),
        sa.Column("acknowledged_at", sa.String(), nullable=True),
        sa.Column("purged_at", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(acknowledgement IS NOT NULL) = (state IN ('accepted', 'delivered', 'refused', "
            "'supplement_wanted', 'under_review'))",
            name=op.f("ck_outbox_acknowledged"),
        ),
        sa.CheckConstraint(
            "sealed_confidence IN ('synchronised', 'unconfirmed')", name=op.f("ck_outbox_sealed_confidence")
        ),
        sa.CheckConstraint("state <> 'needs_person' OR reason <> ''", name=op.f("ck_outbox_reason_named")),
        sa.CheckConstraint(
            "state IN ('accepted', 'delivered', 'held', 'needs_person', 'refused', 'sealed', "
            "'sending', 'supplement_wanted', 'under_review')",
            name=op.f("ck_outbox_state"),
        ),
        sa.CheckConstraint(
            "(acknowledgement IS NULL) = (acknowledged_at IS NULL)",
            name=op.f("ck_outbox_acknowledged_with_time"),
        ),
        sa.CheckConstraint(
            "attempts >= 0 AND size >= 0 AND length(sha256) = 64", name=op.f("ck_outbox_figures")
        ),
        sa.CheckConstraint(
            "purged_at IS NULL OR acknowledgement IS NOT NULL", name=op.f("ck_outbox_purged_after_receipt")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_outbox_visit_id")),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_outbox_receipt_number")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_outbox_visit_id")),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("cleaned", sa.String(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("quad", sa.JSON(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=False),
        sa.CheckConstraint("slot IN ('evidence', 'id_back', 'id_front')", name=op.f("ck_pages_slot")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_pages_position")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_pages_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_visit_id"), "pages", ["visit_id"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("aspect", sa.Double(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.CheckConstraint("aspect > 0", name=op.f("ck_signatures_aspect")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_signatures_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "document_id", name=op.f("pk_signatures")),
    )
    op.create_table(
        "submission_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "previous || '>' || state IN ('delivered>accepted', 'delivered>refused', "
            "'delivered>supplement_wanted', 'delivered>under_review', 'drafting>sealed', "
            "'held>sealed', 'needs_person>held', 'needs_person>sealed', 'sealed>held', "
            "'sealed>needs_person', 'sealed>sending', 'sending>delivered', 'sending>held', "
            "'sending>needs_person', 'sending>sealed', 'supplement_wanted>accepted', "
            "'supplement_wanted>refused', 'supplement_wanted>under_review', "
            "'under_review>accepted', 'under_review>refused', "
            "'under_review>supplement_wanted')",
            name=op.f("ck_submission_events_follows"),
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["outbox.filing_id"], name=op.f("fk_submission_events_filing_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_events")),
    )
    op.create_index(op.f("ix_submission_events_filing_id"), "submission_events", ["filing_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_submission_events_filing_id"), table_name="submission_events")
    op.drop_table("submission_events")
    op.drop_table("signatures")
    op.drop_index(op.f("ix_pages_visit_id"), table_name="pages")
    op.drop_table("pages")
    op.drop_table("outbox")
    op.drop_table("consents")
    op.drop_table("answers")
    op.drop_table("visits")
    op.drop_table("enrolment")
    op.drop_table("counters")
    op.drop_table("audit")
