"""The day that stands on an item of evidence, and where its name, day and purpose were read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _items(
        "'{}'",
        sa.Column("dated", sa.String(), nullable=True),
        sa.Column("origins", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    _items("")


def _items(origins: str, *more: sa.Column[Any]) -> None:
    """The table made anew under another name first: renaming the old one would take the pages along."""
    op.create_table(
        "new_evidence_items",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_evidence_items_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    into, values = (", origins", f", {origins}") if origins else ("", "")
    op.execute(
        f"INSERT INTO new_evidence_items (id, visit_id, title, purpose{into}) "
        f"SELECT id, visit_id, title, purpose{values} FROM evidence_items"
    )
    op.drop_index(op.f("ix_evidence_items_visit_id"), table_name="evidence_items")
    op.drop_table("evidence_items")
    op.rename_table("new_evidence_items", "evidence_items")
    op.create_index(op.f("ix_evidence_items_visit_id"), "evidence_items", ["visit_id"], unique=False)
