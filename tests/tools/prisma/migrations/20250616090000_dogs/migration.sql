-- CreateEnum
CREATE TYPE "size" AS ENUM ('small', 'medium', 'large');

-- CreateTable
CREATE TABLE "owners" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(255) NOT NULL,
    "name" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "owners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "breeds" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "size" "size" NOT NULL DEFAULT 'medium',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "breeds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dogs" (
    "id" BIGSERIAL NOT NULL,
    "chip" CHAR(15) NOT NULL,
    "name" VARCHAR(80) NOT NULL,
    "born" DATE,
    "weight" DECIMAL(5,2),
    "owner_id" INTEGER NOT NULL,
    "breed_id" UUID,
    "mother_id" BIGINT,

    CONSTRAINT "dogs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "owners_email_key" ON "owners"("email");

-- CreateIndex
CREATE UNIQUE INDEX "breeds_name_key" ON "breeds"("name");

-- CreateIndex
CREATE INDEX "dogs_owner_idx" ON "dogs"("owner_id", "name" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "dogs_chip_key" ON "dogs"("chip");

-- AddForeignKey
ALTER TABLE "dogs" ADD CONSTRAINT "dogs_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dogs" ADD CONSTRAINT "dogs_breed_id_fkey" FOREIGN KEY ("breed_id") REFERENCES "breeds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dogs" ADD CONSTRAINT "dogs_mother_id_fkey" FOREIGN KEY ("mother_id") REFERENCES "dogs"("id") ON DELETE SET NULL ON UPDATE CASCADE;
