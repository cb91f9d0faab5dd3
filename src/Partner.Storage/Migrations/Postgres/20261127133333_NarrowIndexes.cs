using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NarrowIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_receipt_counter",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_organisation_units_partner_id_changed_in",
                table: "organisation_units");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_partner_id_due_at",
                table: "customer_cards");

            migrationBuilder.DropIndex(
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_receipt_counter",
                table: "top_ups",
                columns: new[] { "partner_id", "receipt_counter" },
                filter: "receipt_counter > 0");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_partner_id_changed_in",
                table: "organisation_units",
                columns: new[] { "partner_id", "changed_in" },
                filter: "changed_in > 0");

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_due_at",
                table: "customer_cards",
                columns: new[] { "partner_id", "due_at" },
                filter: "due_at > 0");

            migrationBuilder.CreateIndex(
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days",
                columns: new[] { "partner_id", "changed_in" },
                filter: "changed_in > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_receipt_counter",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_organisation_units_partner_id_changed_in",
                table: "organisation_units");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_partner_id_due_at",
                table: "customer_cards");

            migrationBuilder.DropIndex(
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_receipt_counter",
                table: "top_ups",
                columns: new[] { "partner_id", "receipt_counter" });

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_partner_id_changed_in",
                table: "organisation_units",
                columns: new[] { "partner_id", "changed_in" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_due_at",
                table: "customer_cards",
                columns: new[] { "partner_id", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_closed_days_partner_id_changed_in",
                table: "closed_days",
                columns: new[] { "partner_id", "changed_in" });
        }
    }
}
