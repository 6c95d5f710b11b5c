"""Infrastructure. Sessions, certificates, extensions and the schema itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()

ssl_status = postgresql.ENUM(
    "pending",
    "active",
    "expiring",
    "expired",
    "revoked",
    "failed",
    name="ssl_status",
    create_type=False,
)


def upgrade() -> None:
    ssl_status.create(op.get_bind())

    op.create_table(
        "session",
        sa.Column("sid", sa.String, primary_key=True),
        sa.Column("sess", postgresql.JSON, nullable=False),
        sa.Column("expire", postgresql.TIMESTAMP(precision=6), nullable=False),
        comment="Web sessions; rows past expire are removed every hour.",
    )
    op.create_index("session_expire_idx", "session", ["expire"])

    op.create_table(
        "ssl_certificates",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("domain", postgresql.CITEXT, nullable=False, unique=True),
        sa.Column("certificate_data", sa.Text, nullable=False),
        sa.Column("private_key", sa.Text, nullable=False, comment="Encrypted by the application."),
        sa.Column("certificate_chain", sa.Text),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("serial_number", sa.String(100), nullable=False),
        sa.Column("fingerprint", sa.String(100), nullable=False),
        sa.Column("key_size", sa.Integer, nullable=False, server_default=sa.text("2048")),
        sa.Column("signature_algorithm", sa.String(50), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", ssl_status, nullable=False, server_default="pending"),
        sa.Column("auto_renew", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("last_renewal_attempt", sa.DateTime(timezone=True)),
        sa.Column("renewal_attempts", sa.SmallInteger, nullable=False, server_default=sa.text("0")),
        sa.Column(
            "max_renewal_attempts", sa.SmallInteger, nullable=False, server_default=sa.text("3")
        ),
        sa.Column("renewal_error", sa.Text),
        sa.Column("dns_provider", sa.String(50)),
        sa.Column("dns_record_id", sa.String(100)),
        sa.Column("created_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="RESTRICT")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint("valid_to > valid_from", name="ssl_certificates_validity_check"),
        comment="Certificates of the customers' own host names.",
    )
    op.create_index(
        "ssl_certificates_renewal_idx",
        "ssl_certificates",
        ["valid_to"],
        postgresql_where=sa.text("auto_renew"),
    )

    # of the tool that the team had before; production keeps it
    op.create_table(
        "__drizzle_migrations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger),
        comment="Journal of the migration tool: one row for each migration that ran.",
    )


def downgrade() -> None:
    for table in ("__drizzle_migrations", "ssl_certificates", "session"):
        op.drop_table(table)
    ssl_status.drop(op.get_bind())
