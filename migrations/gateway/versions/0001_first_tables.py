"""Kiosks, their one-time codes, filings, events and quarantined dossiers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The states of this revision, spelled out: a migration never changes with the code.
STATES = "'accepted', 'delivered', 'refused', 'supplement_wanted', 'under_review'"


def upgrade() -> None:
    op.create_table(
        "kiosks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("thumbprint", sa.String(43), nullable=False),
        sa.Column("public_key", sa.JSON(), nullable=False),
        sa.Column("enrolled_at", sa.String(32), nullable=False),
        sa.Column("revoked_at", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_kiosks"),
        sa.UniqueConstraint("thumbprint", name="uq_kiosks_thumbprint"),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
        sa.Column("used_by", sa.String(36), nullable=True),
        sa.PrimaryKeyConstraint("digest", name="pk_enrolment_codes"),
        sa.ForeignKeyConstraint(["used_by"], ["kiosks.id"], name="fk_enrolment_codes_used_by"),
    )
    op.create_table(
        "filings",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kiosk_id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("received_at", sa.String(32), nullable=False),
        sa.Column("receipt_number", sa.String(100), nullable=False),
        sa.Column("acknowledgement", sa.Text(), nullable=False),
        sa.Column("filing_json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_filings"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name="fk_filings_kiosk_id"),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_filings_state")),
    )
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kiosk_id", sa.String(36), nullable=False),
        sa.Column("filing_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name="fk_events_kiosk_id"),
        sa.ForeignKeyConstraint(["filing_id"], ["filings.id"], name="fk_events_filing_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_kiosk_id_seq", "events", ["kiosk_id", "seq"])
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kiosk_id", sa.String(36), nullable=False),
        sa.Column("filing_id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name="fk_quarantine_kiosk_id"),
    )


def downgrade() -> None:
    op.drop_table("quarantine")
    op.drop_index("ix_events_kiosk_id_seq", "events")
    for table in ("events", "filings", "enrolment_codes", "kiosks"):
        op.drop_table(table)
