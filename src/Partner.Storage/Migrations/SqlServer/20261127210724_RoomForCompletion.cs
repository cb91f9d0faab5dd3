using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partner.Storage.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RoomForCompletion : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_card",
                table: "top_ups");

            migrationBuilder.DropIndex(
                name: "ix_top_ups_card_partner_id_plan_code_id",
                table: "top_ups");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card_plan_code_id",
                table: "top_ups",
                columns: new[] { "card", "plan_code", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_top_ups_card_plan_code_id",
                table: "top_ups");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card",
                table: "top_ups",
                column: "card",
                filter: "state <= 2");

            migrationBuilder.CreateIndex(
                name: "ix_top_ups_card_partner_id_plan_code_id",
                table: "top_ups",
                columns: new[] { "card", "partner_id", "plan_code", "id" });
        }
    }
}
