namespace Partner.Core.Limits;

/// <summary>What a limit is about. The numbers are stored.</summary>
public enum LimitKind
{
    /// <summary>Calls a second in the long run, at each server: 1 to 100,000.</summary>
    CallsPerSecond = 1,

    /// <summary>Calls at once, before the pace is kept, at each server: 1 to 100,000.</summary>
    CallsAtOnce = 2,

    /// <summary>The face of one top-up, in minor units of the float's currency.</summary>
    TopUpAmount = 3,

    /// <summary>The faces of a day's top-ups that stand, in minor units of the float's currency.</summary>
    DayAmount = 4,

    /// <summary>The faces of a month's top-ups that stand, in minor units of the float's currency.</summary>
    MonthAmount = 5,

    /// <summary>Different cards that are sold to within an hour, whatever becomes of the sales.</summary>
    HourCards = 6,

    /// <summary>Unknown or declined cards within ten minutes; then look-ups are locked for a while.</summary>
    UnknownCards = 7,
}

/// <summary>Whom a limit is about. The numbers are stored.</summary>
public enum LimitSubject
{
    /// <summary>The partner as a whole.</summary>
    Partner = 1,

    /// <summary>An outlet.</summary>
    Outlet = 2,

    /// <summary>A terminal of an outlet.</summary>
    Terminal = 3,

    /// <summary>A cashier of an outlet.</summary>
    Cashier = 4,

    /// <summary>A card, as far as the partner sells to it.</summary>
    Card = 5,

    /// <summary>A certificate of the partner.</summary>
    Certificate = 6,
}

/// <summary>Who set a limit; of both, the tighter one holds. The numbers are stored.</summary>
public enum LimitSetter
{
    /// <summary>The operator of this service, for a partner.</summary>
    Operator = 1,

    /// <summary>The partner, for what is its own.</summary>
    Partner = 2,
}
