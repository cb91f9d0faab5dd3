using Partner.Server.Contract;

namespace Partner.Server.Plans;

/// <summary>The field that names a plan.</summary>
internal static class PlanField
{
    /// <summary>Reads a plan's name such as "plans/phone-100".</summary>
    /// <param name="reader">Notes what is wrong.</param>
    /// <param name="name">The field.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="field">Its path.</param>
    /// <returns>The plan's code; null when absent or wrong.</returns>
    public static PlanCode? Plan(this RequestReader reader, string name, bool required, string field) =>
        PlanCode.Of(reader.Name(name, "plans", required, field, text => PlanCode.Parse(text) is not null));
}
