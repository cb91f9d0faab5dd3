namespace Partner.Storage.Tests.Auditing;

/// <summary>
/// Defects of prices, commissions, promotions' uses and settlements; written as in <see cref="SpoiledRecords"/>.
/// </summary>
internal static class SpoiledPrices
{
    public const string Table =
        """
        DELETE FROM card_gifts WHERE top_up_id = 'p-april'
          GIFT_MISMATCH partners/shop/topUps/p-april/gifts
          JOB_STRAY partners/shop/jobs/p-april-gifts
        UPDATE top_ups SET gift_state = 2 WHERE id = 'p-april'
          GIFT_MISMATCH partners/shop/topUps/p-april/gifts
        UPDATE card_gifts SET reason = 7 WHERE top_up_id = 'p-april'
          GIFT_MISMATCH partners/shop/topUps/p-april/gifts
        DELETE FROM jobs WHERE operation_id = 'p-april-gifts'
          JOB_MISSING partners/shop/topUps/p-april/gifts
        UPDATE card_gifts SET state = 2, granted_at = 1, final_at = 1 WHERE top_up_id = 'p-reversed';
        UPDATE top_ups SET gift_state = 2 WHERE id = 'p-reversed'
          GIFT_MISMATCH partners/shop/topUps/p-reversed/gifts
          JOB_STRAY partners/shop/jobs/p-reversed-gifts
        UPDATE card_gifts SET top_up_id = 'gone' WHERE top_up_id = 'p-april'
          GIFT_MISMATCH partners/shop/topUps/gone/gifts
          GIFT_MISMATCH partners/shop/topUps/p-april/gifts
          JOB_MISSING partners/shop/topUps/gone/gifts
          JOB_STRAY partners/shop/jobs/p-april-gifts
        UPDATE top_ups SET price = replace(price, '"Plan":', '"Plan":1') WHERE id = 'p-april'
          PRICE_MISMATCH partners/shop/topUps/p-april
          TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/p-april.sale
        UPDATE top_ups SET price = replace(price, '"Share":51', '"Share":52') WHERE id = 'p-april'
          PRICE_MISMATCH partners/shop/topUps/p-april
          TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/p-april.sale
        UPDATE top_ups SET price = replace(price, '"R":13845678', '"R":23845678') WHERE id = 'p-open'
          PRICE_MISMATCH partners/shop/topUps/p-open
        UPDATE legs SET account = 7 WHERE transfer_id = 'p-april.sale' AND account = 6
          TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/p-april.sale
        UPDATE legs SET account = 7 WHERE transfer_id = 'p-april.cashback.back' AND account = 6
          TRANSFER_AMOUNT_MISMATCH partners/shop/transfers/p-april.cashback.back
        DELETE FROM transfers WHERE id = 'p-april.points.stars';
        DELETE FROM legs WHERE transfer_id = 'p-april.points.stars'
          TRANSFER_MISSING partners/shop/topUps/p-april
        DELETE FROM transfers WHERE id = 'pr-late.cashback.bonus';
        DELETE FROM legs WHERE transfer_id = 'pr-late.cashback.bonus'
          TRANSFER_MISSING partners/shop/topUps/p-late
        UPDATE transfers SET seller_id = NULL WHERE id = 'p-april.override.1'
          TRANSFER_MISSING partners/shop/topUps/p-april
          TRANSFER_ORPHAN partners/agent/transfers/p-april.override.1
        UPDATE legs SET account = 1 WHERE transfer_id = 'p-april.override.1' AND account = 9
          ACCRUED_MISMATCH partners/agent/accrued/CNY
          COMMISSION_MISMATCH partners/agent/transfers/p-april.override.1
          ENTRY_MISSING partners/agent/transfers/p-april.override.1
        DELETE FROM commissions WHERE top_up_id = 'p-april' AND partner_id = 'master'
          COMMISSION_MISSING partners/shop/topUps/p-april
          TRANSFER_UNEXPECTED partners/master/transfers/p-april.override.2
          VOLUME_MISMATCH partners/master/volumes/network/CNY/2026-04
        UPDATE commissions SET level_number = 3 WHERE top_up_id = 'p-april' AND partner_id = 'master'
          COMMISSION_MISSING partners/shop/topUps/p-april
          COMMISSION_UNEXPECTED partners/master/commissions/p-april
          TRANSFER_UNEXPECTED partners/master/transfers/p-april.override.2
        UPDATE commissions SET rule_id = 'x' WHERE top_up_id = 'p-april' AND partner_id = 'shop'
          COMMISSION_TERMS_MISMATCH partners/shop/commissions/p-april
        UPDATE commissions SET month = '2026-05' WHERE top_up_id = 'p-april' AND partner_id = 'shop'
          COMMISSION_TERMS_MISMATCH partners/shop/commissions/p-april
          VOLUME_MISMATCH partners/shop/volumes/retail/CNY/2026-04
          VOLUME_MISMATCH partners/shop/volumes/retail/CNY/2026-05
        UPDATE commissions SET own = own + 1 WHERE top_up_id = 'p-april' AND partner_id = 'agent'
          COMMISSION_AMOUNT_MISMATCH partners/agent/commissions/p-april
        UPDATE commissions SET parts = '[]' WHERE top_up_id = 'p-april' AND partner_id = 'shop'
          COMMISSION_AMOUNT_MISMATCH partners/shop/commissions/p-april
        UPDATE commissions SET tax = tax + 1 WHERE top_up_id = 'p-april' AND partner_id = 'shop'
          COMMISSION_AMOUNT_MISMATCH partners/shop/commissions/p-april
          COMMISSION_MISMATCH partners/shop/transfers/p-april.commission
        UPDATE commissions SET reversed_at = NULL WHERE top_up_id = 'p-late' AND partner_id = 'master'
          COMMISSION_STATE_MISMATCH partners/master/commissions/p-late
          VOLUME_MISMATCH partners/master/volumes/network/CNY/2026-03
        UPDATE volumes SET volume = volume + 1 WHERE partner_id = 'shop' AND month = '2026-04'
          VOLUME_MISMATCH partners/shop/volumes/retail/CNY/2026-04
        UPDATE commissions SET volume_before = 1 WHERE top_up_id = 'p-april' AND partner_id = 'agent'
          COMMISSION_AMOUNT_MISMATCH partners/agent/commissions/p-april
          VOLUME_ORDER_MISMATCH partners/agent/volumes/agency/CNY/2026-04
        UPDATE usages SET uses = uses + 1 WHERE scope = 2 AND promotion = 'spring'
          USAGE_MISMATCH promotions/spring
        UPDATE usages SET spent = spent - 1 WHERE scope = 4 AND promotion = 'spring' AND spent > 0 AND subject LIKE '%1'
          USAGE_MISMATCH promotions/spring/cards/+86…0001
        INSERT INTO limit_uses VALUES ('acme', 4, 'o1', 'c1', '2026-04-01', '', 5, 0)
          LIMIT_USE_MISMATCH partners/acme/limits/4/o1/c1/2026-04-01
        UPDATE top_ups SET price = replace(price, '"L":[1,5,10,10000]', '"L":[1,5,2,10000]')
          USAGE_EXCEEDED promotions/spring
        UPDATE top_ups SET price = replace(price, '"L":[1,5,10,10000]', '"L":[1,2,10,700]')
          USAGE_EXCEEDED promotions/spring
          USAGE_EXCEEDED promotions/spring/partners/shop
        UPDATE commissions SET settlement = '2026-03-0001' WHERE top_up_id = 'p-april' AND partner_id = 'agent'
          ACCRUED_MISMATCH partners/agent/accrued/CNY
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0001
          TAX_BASE_MISMATCH partners/agent
        UPDATE settlements SET gross = gross + 1 WHERE partner_id = 'agent'
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0001
        UPDATE settlements SET statement = replace(statement, '"Reversals":1', '"Reversals":2')
        WHERE partner_id = 'agent'
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0001
        UPDATE settlements SET statement = '{}' WHERE partner_id = 'master'
          SETTLEMENT_MISMATCH partners/master/settlements/2026-03-0002
          TAX_BASE_MISMATCH partners/master
        UPDATE legs SET amount = amount + 1 WHERE transfer_id = 'settlement.2026-03-0001' AND account = 9
          ACCRUED_MISMATCH partners/agent/accrued/CNY
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0001
          TRANSFER_UNBALANCED partners/agent/transfers/settlement.2026-03-0001
        UPDATE settlements SET transfer_id = NULL WHERE partner_id = 'agent'
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0001
          SETTLEMENT_MISSING partners/agent/transfers/settlement.2026-03-0001
        UPDATE commissions SET settlement = '2026-02-0001' WHERE top_up_id = 'done'
          SETTLEMENT_MISSING partners/acme/settlements/2026-02-0001
        DELETE FROM settled_periods
          SETTLEMENT_GAP settlements/2026-03
        DROP INDEX ix_settlements_partner_id_period; INSERT INTO settlements SELECT partner_id, '2026-03-0005', period,
        currency, gross, tax, total, transfer_id, posted_at, statement FROM settlements WHERE partner_id = 'agent'
          SETTLEMENT_GAP settlements/2026-03
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0005
          SETTLEMENT_MISMATCH partners/agent/settlements/2026-03-0005
          SETTLEMENT_REPEATED partners/agent
          TAX_BASE_MISMATCH partners/agent
          TRUE_UP_MISMATCH partners/agent
        UPDATE commissions SET true_up_credit = true_up_credit + 1 WHERE top_up_id = 'p-done' AND partner_id = 'agent'
          TAX_BASE_MISMATCH partners/agent
          TRUE_UP_MISMATCH partners/agent
        UPDATE commissions SET true_up = true_up + 1 WHERE top_up_id = 'p-done' AND partner_id = 'agent'
          TRUE_UP_MISMATCH partners/agent
        UPDATE settlements SET statement = replace(statement, '"Rate":650', '"Rate":651') WHERE partner_id = 'agent'
          TAX_BASE_MISMATCH partners/agent
          TAX_BASE_MISMATCH partners/agent
        """;
}
