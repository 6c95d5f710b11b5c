// Core. People, organisations, and who may do what.
import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, foreignKey, index, inet, integer, jsonb, pgEnum, pgTable, text,
  timestamp, unique, uniqueIndex, uuid, varchar,
} from "drizzle-orm/pg-core";
import { buildings, residences } from "./property";
import { postalCode } from "./types";

export const userRole = pgEnum("user_role", [
  "admin", "manager", "tenant", "resident", "demo_manager", "demo_tenant", "demo_resident",
]);
export const resourceType = pgEnum("resource_type", [
  "users", "organizations", "buildings", "residences", "contacts", "bills", "budgets",
  "documents", "maintenance_requests", "notifications", "invitations", "permissions", "reports",
  "settings", "audit_log", "profile",
]);
export const permissionAction = pgEnum("permission_action", [
  "create", "read", "update", "delete", "approve", "export", "share", "manage",
]);
export const invitationStatus = pgEnum("invitation_status", [
  "pending", "accepted", "expired", "cancelled",
]);

/** Management companies and syndicates: the customers. */
export const organizations = pgTable("organizations", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  type: varchar("type", { length: 30 }).notNull().default("management_company"),
  address: text("address").notNull(),
  city: varchar("city", { length: 100 }).notNull(),
  province: varchar("province", { length: 3 }).notNull().default("QC"),
  postalCode: postalCode("postal_code").notNull(),
  phone: varchar("phone", { length: 30 }),
  email: text("email"),
  website: text("website"),
  registrationNumber: varchar("registration_number", { length: 50 }),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  check(
    "organizations_type_check",
    sql`type in ('management_company', 'syndicate', 'cooperative', 'condominium')`,
  ),
]);

/** Everybody who can log in. */
export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  email: text("email").notNull().unique("users_email_key"),
  passwordHash: text("password_hash").notNull(),
  firstName: varchar("first_name", { length: 100 }).notNull(),
  lastName: varchar("last_name", { length: 100 }).notNull(),
  phone: varchar("phone", { length: 30 }),
  language: varchar("language", { length: 10 }).notNull().default("fr"),
  role: userRole("role").notNull().default("tenant"),
  isActive: boolean("is_active").notNull().default(true),
  lastLoginAt: timestamp("last_login_at", { withTimezone: true }),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  username: varchar("username", { length: 50 }),
  profileImage: text("profile_image"),
}, (table) => [
  check("users_language_check", sql`language in ('fr', 'en')`),
  uniqueIndex("users_username_idx").on(sql`lower(username)`).where(sql`username is not null`),
]);

/** Who works for, or belongs to, which organization. */
export const userOrganizations = pgTable("user_organizations", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  organizationId: uuid("organization_id").notNull(),
  organizationRole: userRole("organization_role").notNull().default("tenant"),
  canAccessAllOrganizations: boolean("can_access_all_organizations").notNull().default(false),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "user_organizations_organization_id_fkey",
    columns: [table.organizationId],
    foreignColumns: [organizations.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "user_organizations_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  unique("user_organizations_user_organization_key").on(table.userId, table.organizationId),
]);

/** Every right the application knows. */
export const permissions = pgTable("permissions", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: varchar("name", { length: 100 }).notNull().unique("permissions_name_key"),
  displayName: text("display_name").notNull(),
  description: text("description"),
  resourceType: resourceType("resource_type").notNull(),
  action: permissionAction("action").notNull(),
  conditions: jsonb("conditions"),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  unique("permissions_resource_action_key").on(table.resourceType, table.action),
]);

/** What each role may do. */
export const rolePermissions = pgTable("role_permissions", {
  id: uuid("id").primaryKey().defaultRandom(),
  role: userRole("role").notNull(),
  permissionId: uuid("permission_id").notNull(),
  conditions: jsonb("conditions"),
  grantedBy: uuid("granted_by"),
  grantedAt: timestamp("granted_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "role_permissions_granted_by_fkey",
    columns: [table.grantedBy],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "role_permissions_permission_id_fkey",
    columns: [table.permissionId],
    foreignColumns: [permissions.id],
  }).onDelete("cascade"),
  unique("role_permissions_role_permission_key").on(table.role, table.permissionId),
]);

/** Exceptions: rights of one person beyond the role. */
export const userPermissions = pgTable("user_permissions", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  permissionId: uuid("permission_id").notNull(),
  reason: text("reason"),
  grantedBy: uuid("granted_by"),
  grantedAt: timestamp("granted_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "user_permissions_granted_by_fkey",
    columns: [table.grantedBy],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "user_permissions_permission_id_fkey",
    columns: [table.permissionId],
    foreignColumns: [permissions.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "user_permissions_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  unique("user_permissions_user_permission_key").on(table.userId, table.permissionId),
]);

/** One row per "I forgot my password". */
export const passwordResetTokens = pgTable("password_reset_tokens", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  token: text("token").notNull(),
  tokenHash: text("token_hash").notNull().unique("password_reset_tokens_token_hash_key"),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  usedAt: timestamp("used_at", { withTimezone: true }),
  isUsed: boolean("is_used").notNull().default(false),
  ipAddress: inet("ip_address"),
  userAgent: text("user_agent"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "password_reset_tokens_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
]);

/** An e-mail that lets somebody join. */
export const invitations = pgTable("invitations", {
  id: uuid("id").primaryKey().defaultRandom(),
  organizationId: uuid("organization_id"),
  buildingId: uuid("building_id"),
  residenceId: uuid("residence_id"),
  email: text("email").notNull(),
  token: text("token").notNull(),
  tokenHash: text("token_hash").notNull().unique("invitations_token_hash_key"),
  role: userRole("role").notNull().default("tenant"),
  status: invitationStatus("status").notNull().default("pending"),
  invitedByUserId: uuid("invited_by_user_id").notNull(),
  expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  acceptedAt: timestamp("accepted_at", { withTimezone: true }),
  acceptedByUserId: uuid("accepted_by_user_id"),
  personalMessage: text("personal_message"),
  invitationContext: jsonb("invitation_context"),
  securityLevel: varchar("security_level", { length: 20 }).notNull().default("standard"),
  requiresTwoFactor: boolean("requires_two_factor").notNull().default(false),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  usageCount: integer("usage_count").notNull().default(0),
  maxUsageCount: integer("max_usage_count").notNull().default(1),
  invitedFromIp: inet("invited_from_ip"),
  lastAccessedAt: timestamp("last_accessed_at", { withTimezone: true }),
  lastAccessedIp: inet("last_accessed_ip"),
}, (table) => [
  foreignKey({
    name: "invitations_accepted_by_user_id_fkey",
    columns: [table.acceptedByUserId],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  foreignKey({
    name: "invitations_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "invitations_invited_by_user_id_fkey",
    columns: [table.invitedByUserId],
    foreignColumns: [users.id],
  }),
  foreignKey({
    name: "invitations_organization_id_fkey",
    columns: [table.organizationId],
    foreignColumns: [organizations.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "invitations_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }).onDelete("set null"),
  check("invitations_usage_check", sql`usage_count between 0 and max_usage_count`),
  index("invitations_email_idx").on(sql`lower(email)`),
  index("invitations_expiring_idx").on(table.expiresAt).where(sql`status = 'pending'`),
  uniqueIndex("invitations_one_pending_idx")
    .on(
      table.organizationId,
      sql`lower(email)`,
      sql`coalesce(residence_id, '00000000-0000-0000-0000-000000000000')`,
    )
    .where(sql`status = 'pending'`),
]);

/** What happened to each invitation; rows are only ever added. */
export const invitationAuditLog = pgTable("invitation_audit_log", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  invitationId: uuid("invitation_id").notNull(),
  action: varchar("action", { length: 50 }).notNull(),
  performedByUserId: uuid("performed_by_user_id"),
  performedAt: timestamp("performed_at", { withTimezone: true }).notNull().defaultNow(),
  ipAddress: inet("ip_address"),
  userAgent: text("user_agent"),
  details: jsonb("details"),
  previousStatus: invitationStatus("previous_status"),
  newStatus: invitationStatus("new_status"),
}, (table) => [
  foreignKey({
    name: "invitation_audit_log_invitation_id_fkey",
    columns: [table.invitationId],
    foreignColumns: [invitations.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "invitation_audit_log_performed_by_user_id_fkey",
    columns: [table.performedByUserId],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  index("invitation_audit_log_invitation_idx")
    .on(table.invitationId, table.performedAt.desc().nullsFirst()),
]);
