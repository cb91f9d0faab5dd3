namespace Partner.Core.Plans;

/// <summary>Where a sale is made. Numbers are those of the contract.</summary>
public enum Channel
{
    /// <summary>Till of a store.</summary>
    Pos = 1,

    /// <summary>Third-party agent.</summary>
    Agent = 2,

    /// <summary>Courier or parcel point.</summary>
    Courier = 3,

    /// <summary>Self-service kiosk.</summary>
    Kiosk = 4,

    /// <summary>Post office.</summary>
    PostOffice = 5,

    /// <summary>Sale by telephone.</summary>
    Phone = 6,

    /// <summary>Web shop.</summary>
    Web = 7,

    /// <summary>Mobile app.</summary>
    App = 8,
}
