namespace Partner.Storage.Tests.Auditing;

/// <summary>Defects of shifts, in the form of <see cref="SpoiledRecords"/>.</summary>
internal static class SpoiledShifts
{
    public const string Table =
        """
        UPDATE shifts SET number = 5 WHERE id = 'shift-4'
          SHIFT_GAP partners/tills/shifts/o1/t1/5
        DELETE FROM shifts WHERE id = 'shift-2'
          SHIFT_GAP partners/tills/shifts/o1/t1/3
        DELETE FROM shifts WHERE id = 'shift-1'
          SHIFT_GAP partners/tills/shifts/o1/t1/2
        UPDATE shifts SET from_receipt = from_receipt + 1 WHERE id = 'shift-2'
          SHIFT_ORDER_MISMATCH partners/tills/shifts/o1/t1/2
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/2
        UPDATE shifts SET from_event = from_event - 1 WHERE id = 'shift-4'
          SHIFT_ORDER_MISMATCH partners/tills/shifts/o1/t1/3
        UPDATE shifts SET through_event = 0 WHERE id = 'shift-3'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o2/t2/1
        UPDATE shifts SET business_date = business_date - 30 WHERE id = 'shift-2'
          SHIFT_ORDER_MISMATCH partners/tills/shifts/o1/t1/2
        UPDATE shifts SET closed_through = 1 WHERE id = 'shift-2'
          SHIFT_ORDER_MISMATCH partners/tills/shifts/o1/t1/2
          SHIFT_ORDER_MISMATCH partners/tills/shifts/o1/t1/3
        UPDATE shifts SET figures = '{"L":[],"M":false,"O":0}' WHERE id = 'shift-1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        UPDATE shifts SET figures = 'no figures' WHERE id = 'shift-1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        UPDATE shifts SET figures = '{"L":[{"E":2,"W":"c1","N":1,"C":"CNY","D":"CNY","A":[4000,0,4000]}]}'
        WHERE id = 'shift-2'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/2
        UPDATE shifts SET figures = REPLACE(figures, '4000', '4001') WHERE id = 'shift-2'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/2
        UPDATE shifts SET figures = REPLACE(figures, '"N":1', '"N":2') WHERE id = 'shift-3'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o2/t2/1
        UPDATE shifts SET sequel = '{"L":[],"M":false,"O":0}' WHERE id = 'shift-1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        UPDATE shifts SET sequel = REPLACE(sequel, '"O":0', '"O":1') WHERE id = 'shift-1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        UPDATE top_ups SET cashier = 'c9' WHERE id = 's4'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/2
        UPDATE reversals SET cashier = 'c9' WHERE id = 'r-s1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o2/t2/1
        UPDATE top_ups SET terminal = 't9' WHERE id = 's1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        UPDATE top_ups SET final_event = final_event + 100 WHERE id = 's1'
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
          SHIFT_FIGURES_MISMATCH partners/tills/shifts/o1/t1/1
        """;
}
