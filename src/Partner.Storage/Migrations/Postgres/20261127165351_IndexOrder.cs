using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class IndexOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_business_date_outlet_id",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_top_ups_partner_id_card_plan_code_id",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_reversals_partner_id_business_date_outlet_id",
                table: "reversals");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_partner_id_card_type_valid_until_card",
                table: "customer_cards");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_partner_id_outlet_card_type_valid_until_card",
                table: "customer_cards");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_business_date_partner_id_outlet_id",
                table: "top_ups",
                columns: new[] { "business_date", "partner_id", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card_partner_id_plan_code_id",
                table: "top_ups",
                columns: new[] { "card", "partner_id", "plan_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reversals_business_date_partner_id_outlet_id",
                table: "reversals",
                columns: new[] { "business_date", "partner_id", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_card_type_partner_id_valid_until_card",
                table: "customer_cards",
                columns: new[] { "card_type", "partner_id", "valid_until", "card" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_outlet_partner_id_card_type_valid_until_card",
                table: "customer_cards",
                columns: new[] { "outlet", "partner_id", "card_type", "valid_until", "card" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_business_date_partner_id_outlet_id",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_top_ups_card_partner_id_plan_code_id",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_reversals_business_date_partner_id_outlet_id",
                table: "reversals");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_card_type_partner_id_valid_until_card",
                table: "customer_cards");

            migrationBuilder.DropIndex(
                name: "ix_customer_cards_outlet_partner_id_card_type_valid_until_card",
                table: "customer_cards");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_business_date_outlet_id",
                table: "top_ups",
                columns: new[] { "partner_id", "business_date", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_partner_id_card_plan_code_id",
                table: "top_ups",
                columns: new[] { "partner_id", "card", "plan_code", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reversals_partner_id_business_date_outlet_id",
                table: "reversals",
                columns: new[] { "partner_id", "business_date", "outlet", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_card_type_valid_until_card",
                table: "customer_cards",
                columns: new[] { "partner_id", "card_type", "valid_until", "card" });

            migrationBuilder.CreateIndex(
                name: "ix_customer_cards_partner_id_outlet_card_type_valid_until_card",
                table: "customer_cards",
                columns: new[] { "partner_id", "outlet", "card_type", "valid_until", "card" });
        }
    }
}
