// What several domains share. sql/before.sql makes the extension and the domain first.
import { customType, pgEnum } from "drizzle-orm/pg-core";

/** Text that has no case, of the extension citext. */
export const citext = customType<{ data: string }>({ dataType: () => "citext" });

/** Canadian postal code: a domain, which Drizzle cannot declare. */
export const postalCode = customType<{ data: string }>({ dataType: () => "postal_code" });

/** Shared by quality issues and bugs. */
export const issueSeverity = pgEnum("issue_severity", [
  "info", "low", "medium", "high", "critical",
]);
