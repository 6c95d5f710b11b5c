// Property. Buildings, homes, shared spaces and their bookings.
import { sql } from "drizzle-orm";
import {
  boolean, check, date, foreignKey, index, integer, jsonb, numeric, pgEnum, pgTable, pgView, text,
  timestamp, unique, uuid, varchar,
} from "drizzle-orm/pg-core";
import { organizations, users } from "./core";
import { postalCode } from "./types";

export const buildingType = pgEnum("building_type", [
  "apartment", "condo", "rental", "duplex", "triplex", "townhouse",
]);
export const contactCategory = pgEnum("contact_category", [
  "resident", "manager", "tenant", "maintenance", "emergency", "other",
]);
export const bookingStatus = pgEnum("booking_status", ["confirmed", "cancelled"]);

/** Buildings under management. */
export const buildings = pgTable("buildings", {
  id: uuid("id").primaryKey().defaultRandom(),
  organizationId: uuid("organization_id").notNull(),
  name: text("name").notNull(),
  address: text("address").notNull(),
  city: varchar("city", { length: 100 }).notNull(),
  province: varchar("province", { length: 3 }).notNull().default("QC"),
  postalCode: postalCode("postal_code").notNull(),
  buildingType: buildingType("building_type").notNull().default("condo"),
  yearBuilt: integer("year_built"),
  totalUnits: integer("total_units").notNull(),
  totalFloors: integer("total_floors"),
  parkingSpaces: integer("parking_spaces"),
  storageSpaces: integer("storage_spaces"),
  amenities: text("amenities").array().notNull().default(sql`'{}'`),
  managementCompany: text("management_company"),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  bankAccountNumber: text("bank_account_number"),
  bankAccountNotes: text("bank_account_notes"),
  financialYearStart: date("financial_year_start").notNull().default("2025-01-01"),
  bankAccountStartDate: date("bank_account_start_date"),
  bankAccountStartAmount: numeric("bank_account_start_amount", { precision: 12, scale: 2 }),
  bankAccountMinimums: jsonb("bank_account_minimums"),
  inflationSettings: jsonb("inflation_settings"),
}, (table) => [
  foreignKey({
    name: "buildings_organization_id_fkey",
    columns: [table.organizationId],
    foreignColumns: [organizations.id],
  }).onDelete("cascade"),
  check("buildings_year_built_check", sql`year_built between 1600 and 2200`),
  index("buildings_organization_idx").on(table.organizationId),
]);

/** One apartment or unit of a building. */
export const residences = pgTable("residences", {
  id: uuid("id").primaryKey().defaultRandom(),
  buildingId: uuid("building_id").notNull(),
  unitNumber: varchar("unit_number", { length: 20 }).notNull(),
  floor: integer("floor"),
  squareFootage: numeric("square_footage", { precision: 8, scale: 2 }),
  bedrooms: integer("bedrooms"),
  bathrooms: numeric("bathrooms", { precision: 3, scale: 1 }),
  balcony: boolean("balcony").notNull().default(false),
  parkingSpaceNumbers: text("parking_space_numbers").array().notNull().default(sql`'{}'`),
  storageSpaceNumbers: text("storage_space_numbers").array().notNull().default(sql`'{}'`),
  ownershipPercentage: numeric("ownership_percentage", { precision: 5, scale: 4 }),
  monthlyFees: numeric("monthly_fees", { precision: 10, scale: 2 }),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "residences_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("cascade"),
  unique("residences_building_unit_key").on(table.buildingId, table.unitNumber),
  check("residences_ownership_check", sql`ownership_percentage between 0 and 1`),
  index("residences_active_idx").on(table.buildingId, table.floor).where(sql`is_active`),
]);

/** Who owns or lives in which residence, and when. */
export const userResidences = pgTable("user_residences", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  residenceId: uuid("residence_id").notNull(),
  relationshipType: varchar("relationship_type", { length: 20 }).notNull().default("tenant"),
  startDate: date("start_date").notNull(),
  endDate: date("end_date"),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "user_residences_residence_id_fkey",
    columns: [table.residenceId],
    foreignColumns: [residences.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "user_residences_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  check("user_residences_period_check", sql`end_date is null or end_date >= start_date`),
  check(
    "user_residences_relationship_check",
    sql`relationship_type in ('owner', 'tenant', 'occupant')`,
  ),
  index("user_residences_current_idx").on(table.userId).where(sql`end_date is null`),
  index("user_residences_residence_idx").on(table.residenceId),
]);

/** Whom to call for an organization, a building or a residence. */
export const contacts = pgTable("contacts", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  email: text("email"),
  phone: varchar("phone", { length: 30 }),
  contactCategory: contactCategory("contact_category").notNull().default("other"),
  entityType: varchar("entity_type", { length: 20 }).notNull(),
  entityId: uuid("entity_id").notNull(),
  isActive: boolean("is_active").notNull().default(true),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  check("contacts_entity_check", sql`entity_type in ('organization', 'building', 'residence')`),
  index("contacts_entity_idx").on(table.entityType, table.entityId),
]);

/** Gym, lounge, guest room: what a building shares. */
export const commonSpaces = pgTable("common_spaces", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  description: text("description"),
  buildingId: uuid("building_id").notNull(),
  isReservable: boolean("is_reservable").notNull().default(false),
  capacity: integer("capacity"),
  contactPersonId: uuid("contact_person_id"),
  openingHours: jsonb("opening_hours"),
  availableDays: text("available_days").array(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  unavailablePeriods: jsonb("unavailable_periods"),
  bookingRules: text("booking_rules"),
}, (table) => [
  foreignKey({
    name: "common_spaces_building_id_fkey",
    columns: [table.buildingId],
    foreignColumns: [buildings.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "common_spaces_contact_person_id_fkey",
    columns: [table.contactPersonId],
    foreignColumns: [users.id],
  }).onDelete("set null"),
  check("common_spaces_capacity_check", sql`capacity > 0`),
]);

/** Who has which common space, from when to when. */
export const bookings = pgTable("bookings", {
  id: uuid("id").primaryKey().defaultRandom(),
  commonSpaceId: uuid("common_space_id").notNull(),
  userId: uuid("user_id").notNull(),
  startTime: timestamp("start_time", { withTimezone: true }).notNull(),
  endTime: timestamp("end_time", { withTimezone: true }).notNull(),
  status: bookingStatus("status").notNull().default("confirmed"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "bookings_common_space_id_fkey",
    columns: [table.commonSpaceId],
    foreignColumns: [commonSpaces.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "bookings_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  check("bookings_time_check", sql`end_time > start_time`),
  index("bookings_user_start_idx").on(table.userId, table.startTime),
]);

/** Who may not book a space, and why. */
export const userBookingRestrictions = pgTable("user_booking_restrictions", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  commonSpaceId: uuid("common_space_id").notNull(),
  isBlocked: boolean("is_blocked").notNull().default(false),
  reason: text("reason"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "user_booking_restrictions_common_space_id_fkey",
    columns: [table.commonSpaceId],
    foreignColumns: [commonSpaces.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "user_booking_restrictions_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  unique("user_booking_restrictions_user_space_key").on(table.userId, table.commonSpaceId),
]);

/** How many hours a person may book. */
export const userBookingLimits = pgTable("user_booking_limits", {
  id: uuid("id").primaryKey().defaultRandom(),
  userId: uuid("user_id").notNull(),
  commonSpaceId: uuid("common_space_id"),
  limitType: varchar("limit_type", { length: 10 }).notNull(),
  limitHours: integer("limit_hours").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "user_booking_limits_common_space_id_fkey",
    columns: [table.commonSpaceId],
    foreignColumns: [commonSpaces.id],
  }).onDelete("cascade"),
  foreignKey({
    name: "user_booking_limits_user_id_fkey",
    columns: [table.userId],
    foreignColumns: [users.id],
  }).onDelete("cascade"),
  unique("user_booking_limits_scope_key").on(table.userId, table.commonSpaceId, table.limitType)
    .nullsNotDistinct(),
  check("user_booking_limits_hours_check", sql`limit_hours > 0`),
  check("user_booking_limits_type_check", sql`limit_type in ('monthly', 'yearly')`),
]);

/** Active residences with their building and organization. */
export const residenceDirectory = pgView("residence_directory", {
  residenceId: uuid("residence_id"),
  unitNumber: varchar("unit_number", { length: 20 }),
  floor: integer("floor"),
  buildingId: uuid("building_id"),
  buildingName: text("building_name"),
  city: varchar("city", { length: 100 }),
  organizationId: uuid("organization_id"),
  organizationName: text("organization_name"),
}).with({ securityInvoker: true }).as(sql`
  select r.id as residence_id,
         r.unit_number,
         r.floor,
         b.id as building_id,
         b.name as building_name,
         b.city,
         o.id as organization_id,
         o.name as organization_name
    from residences r
    join buildings b on b.id = r.building_id
    join organizations o on o.id = b.organization_id
   where r.is_active and b.is_active and o.is_active`);
