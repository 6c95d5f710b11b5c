"""Core. People, organisations, and who may do what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

new_id = sa.text("gen_random_uuid()")
now = sa.func.now()
postal_code = postgresql.DOMAIN("postal_code", sa.String(7), create_type=False)

user_role = postgresql.ENUM(
    "admin",
    "manager",
    "tenant",
    "resident",
    "demo_manager",
    "demo_tenant",
    "demo_resident",
    name="user_role",
    create_type=False,
)
resource_type = postgresql.ENUM(
    "users",
    "organizations",
    "buildings",
    "residences",
    "contacts",
    "bills",
    "budgets",
    "documents",
    "maintenance_requests",
    "notifications",
    "invitations",
    "permissions",
    "reports",
    "settings",
    "audit_log",
    "profile",
    name="resource_type",
    create_type=False,
)
permission_action = postgresql.ENUM(
    "create",
    "read",
    "update",
    "delete",
    "approve",
    "export",
    "share",
    "manage",
    name="permission_action",
    create_type=False,
)
invitation_status = postgresql.ENUM(
    "pending", "accepted", "expired", "cancelled", name="invitation_status", create_type=False
)
TYPES = (user_role, resource_type, permission_action, invitation_status)

NORMALISE_INVITATION_EMAIL = """\
create function normalise_invitation_email() returns trigger
language plpgsql
as $$
begin
  new.email := lower(trim(new.email));
  if new.email = '' then
    raise exception 'an invitation needs an e-mail address';
  end if;
  return new;
end
$$
"""


def upgrade() -> None:
    for type_ in TYPES:
        type_.create(op.get_bind())
    op.execute(
        "comment on type user_role is 'What a person may be; the demo roles see made-up data only.'"
    )

    op.create_table(
        "organizations",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.String(30), nullable=False, server_default="management_company"),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("province", sa.String(3), nullable=False, server_default="QC"),
        sa.Column("postal_code", postal_code, nullable=False),
        sa.Column("phone", sa.String(30)),
        sa.Column("email", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column(
            "registration_number",
            sa.String(50),
            comment="Number in the Quebec enterprise register.",
        ),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.CheckConstraint(
            "type in ('management_company', 'syndicate', 'cooperative', 'condominium')",
            name="organizations_type_check",
        ),
        comment="Management companies and syndicates: the customers.",
    )

    op.create_table(
        "users",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column(
            "password_hash",
            sa.Text,
            nullable=False,
            comment="Never sent to the browser; koveo_readonly cannot read it.",
        ),
        sa.Column("first_name", sa.String(100), nullable=False),
        sa.Column("last_name", sa.String(100), nullable=False),
        sa.Column("phone", sa.String(30)),
        sa.Column(
            "language",
            sa.String(10),
            nullable=False,
            server_default="fr",
            comment="Language of the screens: fr or en.",
        ),
        sa.Column("role", user_role, nullable=False, server_default="tenant"),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("last_login_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("username", sa.String(50), comment="Optional second name to log in with."),
        sa.Column("profile_image", sa.Text),
        sa.CheckConstraint("language in ('fr', 'en')", name="users_language_check"),
        comment="Everybody who can log in.",
    )
    op.create_index(
        "users_username_idx",
        "users",
        [sa.text("lower(username)")],
        unique=True,
        postgresql_where=sa.text("username is not null"),
    )

    op.create_table(
        "user_organizations",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "organization_id",
            sa.Uuid,
            sa.ForeignKey("organizations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("organization_role", user_role, nullable=False, server_default="tenant"),
        sa.Column(
            "can_access_all_organizations",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="Staff of the vendor only.",
        ),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "user_id", "organization_id", name="user_organizations_user_organization_key"
        ),
        comment="Who works for, or belongs to, which organization.",
    )

    op.create_table(
        "permissions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("resource_type", resource_type, nullable=False),
        sa.Column("action", permission_action, nullable=False),
        sa.Column(
            "conditions",
            postgresql.JSONB,
            comment='Optional narrowing, such as "own building only".',
        ),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint("resource_type", "action", name="permissions_resource_action_key"),
        comment="Every right the application knows.",
    )

    op.create_table(
        "role_permissions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column("role", user_role, nullable=False),
        sa.Column(
            "permission_id",
            sa.Uuid,
            sa.ForeignKey("permissions.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("conditions", postgresql.JSONB),
        sa.Column("granted_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint("role", "permission_id", name="role_permissions_role_permission_key"),
        comment="What each role may do.",
    )

    op.create_table(
        "user_permissions",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "permission_id",
            sa.Uuid,
            sa.ForeignKey("permissions.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text),
        sa.Column("granted_by", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.UniqueConstraint(
            "user_id", "permission_id", name="user_permissions_user_permission_key"
        ),
        comment="Exceptions: rights of one person beyond the role.",
    )

    op.create_table(
        "password_reset_tokens",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column(
            "token_hash",
            sa.Text,
            nullable=False,
            unique=True,
            comment="What is compared; the token itself is emptied after use.",
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("is_used", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("ip_address", postgresql.INET),
        sa.Column("user_agent", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        comment='One row per "I forgot my password".',
    )

    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=new_id),
        sa.Column(
            "organization_id", sa.Uuid, sa.ForeignKey("organizations.id", ondelete="CASCADE")
        ),
        sa.Column("building_id", sa.Uuid),
        sa.Column("residence_id", sa.Uuid),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("role", user_role, nullable=False, server_default="tenant"),
        sa.Column("status", invitation_status, nullable=False, server_default="pending"),
        sa.Column("invited_by_user_id", sa.Uuid, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_by_user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("personal_message", sa.Text),
        sa.Column(
            "invitation_context",
            postgresql.JSONB,
            comment="What the screen shows before the person has an account.",
        ),
        sa.Column("security_level", sa.String(20), nullable=False, server_default="standard"),
        sa.Column("requires_two_factor", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("usage_count", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column(
            "max_usage_count",
            sa.Integer,
            nullable=False,
            server_default=sa.text("1"),
            comment="How often the link may be followed.",
        ),
        sa.Column("invited_from_ip", postgresql.INET),
        sa.Column("last_accessed_at", sa.DateTime(timezone=True)),
        sa.Column("last_accessed_ip", postgresql.INET),
        sa.CheckConstraint(
            "usage_count between 0 and max_usage_count", name="invitations_usage_check"
        ),
        comment="An e-mail that lets somebody join.",
    )
    op.create_index("invitations_email_idx", "invitations", [sa.text("lower(email)")])
    op.create_index(
        "invitations_expiring_idx",
        "invitations",
        ["expires_at"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "invitations_one_pending_idx",
        "invitations",
        [
            "organization_id",
            sa.text("lower(email)"),
            sa.text("coalesce(residence_id, '00000000-0000-0000-0000-000000000000')"),
        ],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )

    op.create_table(
        "invitation_audit_log",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column(
            "invitation_id",
            sa.Uuid,
            sa.ForeignKey("invitations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("action", sa.String(50), nullable=False),
        sa.Column("performed_by_user_id", sa.Uuid, sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("performed_at", sa.DateTime(timezone=True), nullable=False, server_default=now),
        sa.Column("ip_address", postgresql.INET),
        sa.Column("user_agent", sa.Text),
        sa.Column("details", postgresql.JSONB),
        sa.Column("previous_status", invitation_status),
        sa.Column("new_status", invitation_status),
        comment="What happened to each invitation; rows are only ever added.",
    )
    op.create_index(
        "invitation_audit_log_invitation_idx",
        "invitation_audit_log",
        ["invitation_id", sa.text("performed_at desc")],
    )

    op.execute(NORMALISE_INVITATION_EMAIL)
    op.execute("""
        comment on function normalise_invitation_email()
          is 'One spelling for one address.'
    """)

    for table in ("organizations", "users"):
        op.execute(f"""
            create trigger {table}_set_updated_at before update on {table}
              for each row execute function set_updated_at()
        """)
    op.execute("""
        create trigger invitations_normalise_email before insert or update of email on invitations
          for each row execute function normalise_invitation_email()
    """)


def downgrade() -> None:
    for table in (
        "invitation_audit_log",
        "invitations",
        "password_reset_tokens",
        "user_permissions",
        "role_permissions",
        "permissions",
        "user_organizations",
        "users",
        "organizations",
    ):
        op.drop_table(table)
    op.execute("drop function normalise_invitation_email")
    for type_ in reversed(TYPES):
        type_.drop(op.get_bind())
