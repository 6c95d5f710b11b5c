// Infrastructure. Sessions, certificates, extensions and the schema itself.
import { sql } from "drizzle-orm";
import {
  boolean, check, foreignKey, index, integer, json, pgEnum, pgTable, smallint, text, timestamp,
  uuid, varchar,
} from "drizzle-orm/pg-core";
import { users } from "./core";
import { citext } from "./types";

export const sslStatus = pgEnum("ssl_status", [
  "pending", "active", "expiring", "expired", "revoked", "failed",
]);

/** Web sessions; rows past expire are removed every hour. */
export const session = pgTable("session", {
  sid: varchar("sid").primaryKey(),
  sess: json("sess").notNull(),
  expire: timestamp("expire", { precision: 6 }).notNull(),
}, (table) => [
  index("session_expire_idx").on(table.expire),
]);

/** Certificates of the customers' own host names. */
export const sslCertificates = pgTable("ssl_certificates", {
  id: uuid("id").primaryKey().defaultRandom(),
  domain: citext("domain").notNull().unique("ssl_certificates_domain_key"),
  certificateData: text("certificate_data").notNull(),
  privateKey: text("private_key").notNull(),
  certificateChain: text("certificate_chain"),
  issuer: text("issuer").notNull(),
  subject: text("subject").notNull(),
  serialNumber: varchar("serial_number", { length: 100 }).notNull(),
  fingerprint: varchar("fingerprint", { length: 100 }).notNull(),
  keySize: integer("key_size").notNull().default(2048),
  signatureAlgorithm: varchar("signature_algorithm", { length: 50 }).notNull(),
  validFrom: timestamp("valid_from", { withTimezone: true }).notNull(),
  validTo: timestamp("valid_to", { withTimezone: true }).notNull(),
  status: sslStatus("status").notNull().default("pending"),
  autoRenew: boolean("auto_renew").notNull().default(true),
  lastRenewalAttempt: timestamp("last_renewal_attempt", { withTimezone: true }),
  renewalAttempts: smallint("renewal_attempts").notNull().default(0),
  maxRenewalAttempts: smallint("max_renewal_attempts").notNull().default(3),
  renewalError: text("renewal_error"),
  dnsProvider: varchar("dns_provider", { length: 50 }),
  dnsRecordId: varchar("dns_record_id", { length: 100 }),
  createdBy: uuid("created_by"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  foreignKey({
    name: "ssl_certificates_created_by_fkey",
    columns: [table.createdBy],
    foreignColumns: [users.id],
  }).onDelete("restrict"),
  check("ssl_certificates_validity_check", sql`valid_to > valid_from`),
  index("ssl_certificates_renewal_idx").on(table.validTo).where(sql`auto_renew`),
]);
