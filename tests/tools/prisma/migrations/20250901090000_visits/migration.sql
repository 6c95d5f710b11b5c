-- CreateTable
CREATE TABLE "visits" (
    "dog_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "owner_id" INTEGER NOT NULL,
    "notes" TEXT,

    CONSTRAINT "visits_pkey" PRIMARY KEY ("dog_id","day")
);

-- AddForeignKey
ALTER TABLE "visits" ADD CONSTRAINT "visits_dog_id_fkey" FOREIGN KEY ("dog_id") REFERENCES "dogs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visits" ADD CONSTRAINT "visits_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owners"("id") ON DELETE RESTRICT ON UPDATE NO ACTION;
