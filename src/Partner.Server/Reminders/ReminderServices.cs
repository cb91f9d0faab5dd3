namespace Partner.Server.Reminders;

/// <summary>Puts what is known of customers' cards, and its reminders, into a service collection.</summary>
internal static class ReminderServices
{
    /// <summary>Adds the jobs and the service.</summary>
    public static void AddReminders(this IServiceCollection services, ReminderOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<BestRenewals>();
        services.AddSingleton<ReminderWatch>();
        services.AddSingleton<ReminderGrpcService>();
        services.AddHostedService<CustomerCardJob>();
        services.AddHostedService<ReminderJob>();
    }
}
