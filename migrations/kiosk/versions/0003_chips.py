"""What the chip of an identity card said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "chips",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("portrait", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.String(), nullable=False),
        sa.CheckConstraint("length(text) = 256", name=op.f("ck_chips_text")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_chips_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_chips")),
    )


def downgrade() -> None:
    op.drop_table("chips")
