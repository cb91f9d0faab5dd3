namespace Partner.Server.Notices;

/// <summary>Puts notices into a service collection.</summary>
internal static class NoticeServices
{
    /// <summary>Adds what keeps numbers and deletes them; and what sends notices, where they are offered.</summary>
    public static void AddNotices(this IServiceCollection services, NoticeOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => ContactKeyFiles.Read(options));
        services.AddSingleton<ContactBook>();
        services.AddHostedService<ContactTidying>();
        if (options.AreOffered)
        {
            services.AddSingleton<INoticeGateway, HttpNoticeGateway>();
            services.AddSingleton<RenewalNoticeFacts>();
            services.AddSingleton<NoticeTexts>();
            services.AddHostedService<NoticeJob>();
        }
    }
}
