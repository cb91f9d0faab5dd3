namespace Partner.Core.Notices;

/// <summary>What a customer is told. Numbers are stored.</summary>
public enum NoticeKind
{
    /// <summary>The top-up arrived.</summary>
    Arrival = 1,

    /// <summary>The top-up was accepted here and failed afterwards.</summary>
    Failure = 2,

    /// <summary>The card will end, and how it is renewed.</summary>
    Reminder = 3,

    /// <summary>An auto-renewal renewed the card.</summary>
    AutoRenewed = 4,

    /// <summary>An auto-renewal could not renew the card, and tries it again.</summary>
    AutoRenewalFailed = 5,

    /// <summary>No auto-renewal renews the card any more: paused, given up, cancelled or over.</summary>
    AutoRenewalStopped = 6,
}

/// <summary>How far a notice is. Numbers are stored.</summary>
public enum NoticeState
{
    /// <summary>It is to be sent, or sent again.</summary>
    Due = 1,

    /// <summary>The gateway took it.</summary>
    Sent = 2,

    /// <summary>It was not taken in time: nobody wants old news.</summary>
    Expired = 3,

    /// <summary>The customer wants no notices.</summary>
    OptedOut = 4,

    /// <summary>The gateway says that the number gets none.</summary>
    Refused = 5,
}

/// <summary>What a gateway said of a notice.</summary>
public enum NoticeVerdict
{
    /// <summary>It took it, now or before.</summary>
    Taken = 1,

    /// <summary>The number's owner wants no messages.</summary>
    OptedOut = 2,

    /// <summary>The number gets no messages: it does not exist, or cannot.</summary>
    Refused = 3,

    /// <summary>Nothing that can be relied on: it may have taken it or not.</summary>
    Unanswered = 4,
}
